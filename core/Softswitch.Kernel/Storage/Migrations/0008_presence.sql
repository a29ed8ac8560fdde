-- What presence sources say of extensions, whether these are there or not. It lasts until until, or for as long as its run goes on; the end of a run, and of the node it was on, sets until to a little later.
create table kernel.presence (
    account   text not null,
    plugin    text not null,
    source    text not null,
    extension text not null,
    run       bigint not null,
    state     smallint not null,
    note      text,
    until     timestamptz,
    said_at   timestamptz not null default now(),
    primary key (account, plugin, source, extension)
);

-- Every node hears of it, once for each account and transaction.
create function kernel.presence_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('softswitch_presence', coalesce(new.account, old.account));
    return null;
end $$;

create trigger presence_changed after insert or update or delete on kernel.presence for each row execute function kernel.presence_changed();
