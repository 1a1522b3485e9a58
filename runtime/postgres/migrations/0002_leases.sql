-- What there is one of in the whole cluster, and who runs it. A row is never
-- deleted, as its epoch must not fall. holder: NULL when it was given back.

CREATE TABLE leases (
  name text COLLATE "C" PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
  holder text COLLATE "C" CHECK (length(holder) BETWEEN 1 AND 64),
  epoch bigint NOT NULL CHECK (epoch > 0),
  expires_at timestamptz NOT NULL
);
