-- Every version of an account's files that was ever in force. A version is never changed.
create table kernel.dialplan_version (
    account      text not null,
    version      int not null,
    source       bytea not null,
    hash         bytea not null,
    published_at timestamptz not null,
    published_by text not null,
    primary key (account, version)
);

-- The version of each account that is in force, and what nodes have to know of it before they read it. What came from a
-- node's folder has the name it has there and the hash of what was read, so that the next start reads it only if it has changed.
create table kernel.dialplan (
    account     text primary key,
    version     int not null,
    domains     text not null,
    reseller    text,
    origin      text,
    origin_hash text,
    foreign key (account, version) references kernel.dialplan_version (account, version)
);
