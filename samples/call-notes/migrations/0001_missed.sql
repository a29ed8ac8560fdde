create table missed (
    account text not null,
    call    uuid not null,
    caller  text not null,
    dialled text not null,
    at      timestamptz not null,
    primary key (account, call)
);

create index missed_time on missed (account, at);
