-- The cluster: its nodes, what each zone costs to run, what operators have
-- ordered and what they have done.

CREATE TABLE cluster (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  name text COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 32)
);

-- One row a name: its last life. state: 0 alive, 2 left, 3 dead. is_draining
-- is an order of operators and outlives the lives. unseen: names of nodes that
-- it could not reach at its last beat.
CREATE TABLE nodes (
  name text COLLATE "C" PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 32),
  incarnation bigint NOT NULL CHECK (incarnation > 0),
  host text NOT NULL,
  port integer NOT NULL CHECK (port BETWEEN 0 AND 65535),
  admin text NOT NULL,
  version text NOT NULL,
  protocol_oldest integer NOT NULL,
  protocol_newest integer NOT NULL,
  roles text NOT NULL,
  maps integer[] NOT NULL,
  capacity bigint NOT NULL,
  state smallint NOT NULL CHECK (state IN (0, 2, 3)),
  is_draining boolean NOT NULL DEFAULT false,
  beats bigint NOT NULL DEFAULT 0,
  beat_at timestamptz NOT NULL,
  sessions bigint NOT NULL DEFAULT 0,
  unseen text NOT NULL DEFAULT ''
) WITH (fillfactor = 50);

-- holder is "name/incarnation" from now on, and the epoch grows with every
-- change of the holder, also to nobody. What was held before is nobody's.
UPDATE leases SET holder = NULL, epoch = epoch + 1 WHERE holder IS NOT NULL;
ALTER TABLE leases
  ADD COLUMN players bigint NOT NULL DEFAULT 0,
  ADD COLUMN cost bigint NOT NULL DEFAULT 0;
ALTER TABLE leases SET (fillfactor = 50);
CREATE INDEX leases_holder_idx ON leases (holder);

CREATE TABLE zone_orders (
  map integer PRIMARY KEY CHECK (map BETWEEN 1 AND 65535),
  is_stopped boolean NOT NULL,
  pin text COLLATE "C" NOT NULL
);

CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  who text NOT NULL,
  node text NOT NULL,
  command text NOT NULL,
  arguments text NOT NULL,
  outcome text NOT NULL,
  undo text NOT NULL
);
