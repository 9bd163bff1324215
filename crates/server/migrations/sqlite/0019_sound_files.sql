-- Sound files stand among the documents of a conversation: the marks of all messages are looked at anew, by and by.

UPDATE shelf_progress SET missing_below = x'ffffffffffffffffffffffffffffffff' WHERE EXISTS (SELECT 1 FROM messages);
