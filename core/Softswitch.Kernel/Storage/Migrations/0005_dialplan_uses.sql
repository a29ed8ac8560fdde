-- The plugins that an account's own files name, separated by spaces: whose events, endpoints and background tasks are the account's is known without reading its files.
alter table kernel.dialplan add column uses text;
