-- What plugins remember, by key. Keys are compared byte by byte, so that pages of them follow one another the same way everywhere.
create table kernel.plugin_value (
    account    text not null,
    plugin     text not null,
    key        text collate "C" not null,
    value      text not null,
    version    bigint not null,
    updated_at timestamptz not null default now(),
    primary key (account, plugin, key)
);

-- How much room an account uses with a plugin. Its writes count the versions, which therefore never come again, not even for
-- a key that was removed in between.
create table kernel.plugin_room (
    account text not null,
    plugin  text not null,
    bytes   bigint not null default 0,
    writes  bigint not null default 0,
    primary key (account, plugin)
);

-- Writes a value (null removes it) if its version is the expected one (0: there is none; null: whatever is there).
-- 0 written, 1 another version, 2 no room.
create function kernel.put_value(in_account text, in_plugin text, in_key text, in_value text, expected bigint, quota bigint) returns int
language plpgsql as $$
declare
    room kernel.plugin_room;
    old_version bigint := 0;
    old_bytes bigint := 0;
    new_bytes bigint := coalesce(octet_length(in_key) + octet_length(in_value), 0);
begin
    -- The row is the lock: writers of one account and plugin come one after the other.
    loop
        select * into room from kernel.plugin_room r where r.account = in_account and r.plugin = in_plugin for update;
        exit when found;
        insert into kernel.plugin_room (account, plugin) values (in_account, in_plugin) on conflict do nothing;
    end loop;

    select v.version, octet_length(v.key) + octet_length(v.value) into old_version, old_bytes
    from kernel.plugin_value v where v.account = in_account and v.plugin = in_plugin and v.key = in_key;
    old_version := coalesce(old_version, 0);
    old_bytes := coalesce(old_bytes, 0);

    if expected is not null and expected <> old_version then return 1; end if;
    if new_bytes > old_bytes and room.bytes - old_bytes + new_bytes > quota then return 2; end if;
    if in_value is null then
        if old_version = 0 then return 0; end if;
        delete from kernel.plugin_value v where v.account = in_account and v.plugin = in_plugin and v.key = in_key;
    else
        insert into kernel.plugin_value as v (account, plugin, key, value, version) values (in_account, in_plugin, in_key, in_value, room.writes + 1)
        on conflict (account, plugin, key) do update set value = excluded.value, version = excluded.version, updated_at = now();
    end if;
    update kernel.plugin_room r set bytes = room.bytes - old_bytes + new_bytes, writes = room.writes + 1
    where r.account = in_account and r.plugin = in_plugin;
    return 0;
end $$;

-- Plugins with tables of their own: one role owns them and migrates, the other one works with them.
create table kernel.plugin_schema (
    plugin     text primary key,
    schema     text not null unique,
    role       text not null unique,
    password   text not null,
    created_at timestamptz not null default now()
);

-- Whose rows each connection of a plugin sees. Written by the switch when it makes the connection, and out of the reach of what runs on it.
create unlogged table kernel.plugin_connection (
    pid     int primary key,
    account text not null
);

-- The one thing of ours that the roles of plugins may use.
create schema sdk;
grant usage on schema sdk to public;

create function sdk.account() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select c.account from kernel.plugin_connection c where c.pid = pg_catalog.pg_backend_pid() $$;

-- Money of the accounts, 4 decimals. reserved is what is open in kernel.ledger_reservation, those included that have expired and were not yet given back.
create table kernel.ledger (
    account  text primary key,
    currency text not null,
    balance  numeric(18, 4) not null default 0,
    reserved numeric(18, 4) not null default 0,
    floor    numeric(18, 4) not null default 0,
    check (reserved >= 0)
);

create table kernel.ledger_reservation (
    account     text not null,
    plugin      text not null,
    reservation text not null,
    amount      numeric(18, 4) not null,
    state       smallint not null, -- 0 refused, 1 open, 2 settled, 3 expired
    expires_at  timestamptz not null,
    primary key (account, plugin, reservation)
);

create index ledger_reservation_expiry on kernel.ledger_reservation (account, expires_at) where state = 1;

create table kernel.ledger_step (
    account     text not null,
    plugin      text not null,
    reservation text not null,
    step        int not null,
    granted     boolean not null,
    primary key (account, plugin, reservation, step)
);

-- The account's statement: what was charged (below zero) and paid in.
create table kernel.ledger_entry (
    account   text not null,
    id        bigint generated always as identity,
    source    text not null, -- the plugin, or 'payment'
    reference text not null,
    amount    numeric(18, 4) not null,
    balance   numeric(18, 4) not null,
    text      text not null,
    at        timestamptz not null default clock_timestamp(),
    primary key (account, id),
    unique (account, source, reference)
);

-- The account's row, locked, with what has expired given back. Whoever changes an account's money comes through here first.
create function kernel.ledger_open(in_account text, in_currency text) returns kernel.ledger
language plpgsql as $$
declare
    book kernel.ledger;
    freed numeric(18, 4);
begin
    loop
        select * into book from kernel.ledger l where l.account = in_account for update;
        exit when found;
        insert into kernel.ledger (account, currency) values (in_account, in_currency) on conflict do nothing;
    end loop;
    with expired as (
        update kernel.ledger_reservation r set state = 3
        where r.account = in_account and r.state = 1 and r.expires_at <= clock_timestamp() returning r.amount)
    select sum(amount) into freed from expired;
    if freed is not null then
        update kernel.ledger l set reserved = l.reserved - freed where l.account = in_account returning * into book;
    end if;
    return book;
end $$;

create function kernel.ledger_reserve(in_account text, in_currency text, in_plugin text, in_reservation text, in_amount numeric, seconds double precision) returns boolean
language plpgsql as $$
declare
    book kernel.ledger := kernel.ledger_open(in_account, in_currency);
    known smallint;
    enough boolean := book.balance - book.reserved - in_amount >= book.floor;
begin
    select r.state into known from kernel.ledger_reservation r where r.account = in_account and r.plugin = in_plugin and r.reservation = in_reservation;
    if found then return known <> 0; end if;
    insert into kernel.ledger_reservation (account, plugin, reservation, amount, state, expires_at)
    values (in_account, in_plugin, in_reservation, in_amount, case when enough then 1 else 0 end, clock_timestamp() + make_interval(secs => seconds));
    if enough then update kernel.ledger l set reserved = l.reserved + in_amount where l.account = in_account; end if;
    return enough;
end $$;

-- 0 not enough, 1 added, 2 no such reservation, 3 settled, 4 expired.
create function kernel.ledger_extend(in_account text, in_currency text, in_plugin text, in_reservation text, in_step int, in_amount numeric, seconds double precision) returns int
language plpgsql as $$
declare
    book kernel.ledger := kernel.ledger_open(in_account, in_currency);
    known boolean;
    current_state smallint;
    enough boolean := book.balance - book.reserved - in_amount >= book.floor or in_amount = 0;
begin
    select s.granted into known from kernel.ledger_step s
    where s.account = in_account and s.plugin = in_plugin and s.reservation = in_reservation and s.step = in_step;
    if found then return known::int; end if;
    select r.state into current_state from kernel.ledger_reservation r where r.account = in_account and r.plugin = in_plugin and r.reservation = in_reservation;
    if not found or current_state = 0 then return 2; end if;
    if current_state <> 1 then return current_state + 1; end if;
    insert into kernel.ledger_step (account, plugin, reservation, step, granted) values (in_account, in_plugin, in_reservation, in_step, enough);
    if enough then
        update kernel.ledger_reservation r set amount = r.amount + in_amount, expires_at = clock_timestamp() + make_interval(secs => seconds)
        where r.account = in_account and r.plugin = in_plugin and r.reservation = in_reservation;
        update kernel.ledger l set reserved = l.reserved + in_amount where l.account = in_account;
    end if;
    return enough::int;
end $$;

-- 1 done (now or before), 2 no such reservation, 4 expired, 5 more than is reserved.
create function kernel.ledger_settle(in_account text, in_currency text, in_plugin text, in_reservation text, in_amount numeric, in_text text) returns int
language plpgsql as $$
declare
    book kernel.ledger := kernel.ledger_open(in_account, in_currency);
    current_state smallint;
    held numeric(18, 4);
begin
    select r.state, r.amount into current_state, held from kernel.ledger_reservation r
    where r.account = in_account and r.plugin = in_plugin and r.reservation = in_reservation;
    if not found or current_state = 0 then return 2; end if;
    if current_state = 2 then return 1; end if;
    if current_state = 3 then return 4; end if;
    if in_amount > held then return 5; end if;
    update kernel.ledger_reservation r set state = 2 where r.account = in_account and r.plugin = in_plugin and r.reservation = in_reservation;
    update kernel.ledger l set reserved = l.reserved - held, balance = l.balance - in_amount where l.account = in_account;
    insert into kernel.ledger_entry (account, source, reference, amount, balance, text)
    values (in_account, in_plugin, in_reservation, -in_amount, book.balance - in_amount, in_text);
    return 1;
end $$;

-- Whether it is new: the same reference is booked once.
create function kernel.ledger_pay(in_account text, in_currency text, in_reference text, in_amount numeric, in_text text) returns boolean
language plpgsql as $$
declare
    book kernel.ledger := kernel.ledger_open(in_account, in_currency);
begin
    insert into kernel.ledger_entry (account, source, reference, amount, balance, text)
    values (in_account, 'payment', in_reference, in_amount, book.balance + in_amount, in_text) on conflict do nothing;
    if not found then return false; end if;
    update kernel.ledger l set balance = l.balance + in_amount where l.account = in_account;
    return true;
end $$;

-- Which node runs an account's background tasks of a plugin. It is the node's as long as the node's own lease lasts.
create table kernel.task_owner (
    account text not null,
    plugin  text not null,
    node    text not null,
    primary key (account, plugin)
);
