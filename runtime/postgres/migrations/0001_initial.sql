-- Accounts, characters, their items, and the operations that changed them.
-- Ids are bigint because they are unsigned 32-bit numbers on the wire. Names
-- are compared by name_folded, which the server computes (ASCII lower case).

CREATE TABLE accounts (
  id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 4294967295) PRIMARY KEY,
  name text COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 32),
  name_folded text COLLATE "C" NOT NULL,
  password_hash text NOT NULL CHECK (length(password_hash) BETWEEN 1 AND 255),
  status smallint NOT NULL CHECK (status BETWEEN 0 AND 2),
  failed_attempts integer NOT NULL DEFAULT 0 CHECK (failed_attempts BETWEEN 0 AND 65535),
  locked_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT accounts_name_folded_key UNIQUE (name_folded)
);

-- A fifth of every page stays free, so that the frequent update of a location
-- finds room beside the old row and touches no index.
CREATE TABLE characters (
  id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 4294967295) PRIMARY KEY,
  account bigint NOT NULL REFERENCES accounts (id),
  name text COLLATE "C" NOT NULL CHECK (length(name) BETWEEN 1 AND 32),
  name_folded text COLLATE "C" NOT NULL,
  class_id smallint NOT NULL CHECK (class_id BETWEEN 0 AND 255),
  nation smallint NOT NULL CHECK (nation BETWEEN 0 AND 255),
  level integer NOT NULL CHECK (level BETWEEN 1 AND 65535),
  experience bigint NOT NULL CHECK (experience BETWEEN 0 AND 4294967295),
  woonz bigint NOT NULL CHECK (woonz BETWEEN 0 AND 4294967295),
  lore bigint NOT NULL CHECK (lore BETWEEN 0 AND 4294967295),
  points integer NOT NULL CHECK (points BETWEEN 0 AND 65535),
  strength integer NOT NULL CHECK (strength BETWEEN 0 AND 65535),
  magic integer NOT NULL CHECK (magic BETWEEN 0 AND 65535),
  dexterity integer NOT NULL CHECK (dexterity BETWEEN 0 AND 65535),
  vitality integer NOT NULL CHECK (vitality BETWEEN 0 AND 65535),
  mana_stat integer NOT NULL CHECK (mana_stat BETWEEN 0 AND 65535),
  health integer NOT NULL CHECK (health BETWEEN 0 AND 65535),
  mana integer NOT NULL CHECK (mana BETWEEN 0 AND 65535),
  stored_health bigint NOT NULL CHECK (stored_health BETWEEN 0 AND 4294967295),
  stored_mana bigint NOT NULL CHECK (stored_mana BETWEEN 0 AND 4294967295),
  map integer NOT NULL CHECK (map BETWEEN 0 AND 65535),
  cell integer NOT NULL CHECK (cell BETWEEN 0 AND 65535),
  revision bigint NOT NULL CHECK (revision >= 0),
  chat_masks integer[] NOT NULL
    CHECK (array_length(chat_masks, 1) = 3 AND 0 <= ALL (chat_masks) AND 65535 >= ALL (chat_masks)),
  created_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  CONSTRAINT characters_name_folded_key UNIQUE (name_folded)
) WITH (fillfactor = 80);

CREATE INDEX characters_account_idx ON characters (account) WHERE deleted_at IS NULL;

CREATE TABLE items (
  serial bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 4294967295) PRIMARY KEY,
  code bigint NOT NULL CHECK (code BETWEEN 0 AND 4294967295),
  info bigint NOT NULL CHECK (info BETWEEN 0 AND 4294967295),
  owner bigint NOT NULL REFERENCES characters (id),
  container smallint NOT NULL CHECK (container BETWEEN 0 AND 1),
  slot smallint NOT NULL CHECK (slot >= 0 AND slot < CASE container WHEN 0 THEN 10 ELSE 30 END),
  CONSTRAINT items_place_key UNIQUE (owner, container, slot)
);

-- Written in the transaction of the effect; a repeated operation is answered
-- from here. kind: 1 create character, 2 delete character. refused: the error
-- code that was answered, 0 when it was done.
CREATE TABLE operations (
  id uuid PRIMARY KEY,
  kind smallint NOT NULL,
  account bigint NOT NULL,
  character bigint,
  refused smallint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
