-- What came into a call whose account keeps it (record-inputs), beside its trace: with it the call is replayed.
alter table kernel.call_record add column inputs jsonb;
