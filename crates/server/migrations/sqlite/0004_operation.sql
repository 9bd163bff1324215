-- Filled and emptied again to learn whether the disk takes more, after it did not.
CREATE TABLE write_probe (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    filler   BLOB    NOT NULL
) STRICT;
