-- Words of who was erased are only struck out in the search indexes, and stay in the file until SQLite writes that part anew. How far it is
-- with writing all parts anew (`store::sqlite::search::rewriting`); 0: nobody was erased since.
ALTER TABLE search_progress ADD COLUMN rewriting INTEGER NOT NULL DEFAULT 0;
