-- compat: safe
-- What the gateway of a hub without a machine of its own keeps over a restart of the server: commands that were carried
-- out, doors that are to be locked again, wrong PINs, the newest version of the rules. Small, and without names.

create table access.gateway_state (
  consortium_id uuid not null,
  hub_id uuid not null,
  key text not null constraint gateway_state_key check (length(key) between 1 and 300),
  value text not null,
  primary key (consortium_id, hub_id, key)
);

alter table access.gateway_state enable row level security;
alter table access.gateway_state force row level security;
create policy tenant on access.gateway_state using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
grant select, insert, update, delete on access.gateway_state to hiroba_app;
