-- Documents of a kilobyte or more stand whole in their page: in a table WITHOUT ROWID a row of more than a quarter of a page goes to a page of
-- its own, which each change writes once more.
CREATE TABLE document_by_rowid (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT;
INSERT INTO document_by_rowid SELECT kind, id, revision, body FROM document ORDER BY kind, id;
DROP TABLE document;
ALTER TABLE document_by_rowid RENAME TO document;
