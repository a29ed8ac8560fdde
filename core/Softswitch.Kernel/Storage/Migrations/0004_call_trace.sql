-- A call's way through its plan, beside its record; found by the call's identifier, which logs and traces show, and by the caller's Call-ID.
alter table kernel.call_record add column trace jsonb;

create index call_record_id on kernel.call_record (id);
create index call_record_call_id on kernel.call_record (caller_call_id);
