-- compat: safe
-- Names of visitors go once they are old: the round sees in which tenants there are some, and nothing else.

create index visit_named on access.visit (ends_at) where forgotten_at is null;
create policy due on access.visit for select to hiroba_jobs using (forgotten_at is null);
grant select (consortium_id, ends_at, forgotten_at) on access.visit to hiroba_jobs;
