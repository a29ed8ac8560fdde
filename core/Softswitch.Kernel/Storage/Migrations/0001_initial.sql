-- Nodes that work on this database. A node that is gone is one whose lease has ended: it renews the one lease for
-- everything it owns, so that a hundred thousand registrations need no hundred thousand renewals.
create table kernel.node (
    name        text primary key,
    version     text not null,
    started_at  timestamptz not null,
    lease_until timestamptz not null
);

-- Where the extensions of an account are: one row for each contact (RFC 3261 §10). What came from the wire is kept byte
-- for byte. The node is the one that took the registration, and that holds the connection where there is one.
create table kernel.registration (
    account     text not null,
    extension   text not null,
    contact_key bytea not null,
    contact     bytea not null,
    transport   smallint not null,
    remote_host text not null,
    remote_port int not null,
    listener    int not null,
    path        bytea not null,
    q           smallint not null,
    call_id     bytea not null,
    cseq        bigint not null,
    user_agent  text,
    instance_id text,
    reg_id      int not null,
    node        text not null,
    expires_at  timestamptz not null,
    updated_at  timestamptz not null,
    primary key (account, extension, contact_key)
);

create index registration_expiry on kernel.registration (expires_at);

-- Exactly one row for each call.
create table kernel.call_record (
    account         text not null,
    id              uuid not null,
    node            text not null,
    direction       text not null,
    caller          text not null,
    callee          text,
    dialled         text not null,
    started_at      timestamptz not null,
    rang_at         timestamptz,
    answered_at     timestamptz,
    ended_at        timestamptz not null,
    duration_ms     bigint not null,
    talk_ms         bigint not null,
    sip_status      smallint not null,
    q850_cause      smallint not null,
    ended_by        text not null,
    reason          text,
    caller_call_id  text not null,
    callee_call_id  text,
    media           jsonb not null,
    primary key (account, id)
);

create index call_record_time on kernel.call_record (account, started_at);
