-- Every node hears of what another publishes: the account, and the version that is in force now; 0 where none is any more.
create function kernel.dialplan_changed() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        perform pg_notify('softswitch_dialplan', old.account || ' 0');
    else
        perform pg_notify('softswitch_dialplan', new.account || ' ' || new.version);
    end if;
    return null;
end $$;

create trigger dialplan_changed after insert or update or delete on kernel.dialplan for each row execute function kernel.dialplan_changed();
