-- compat: safe
-- Whoever has a room that is closed is told, and who only borrowed or waited is forgotten in time.

-- Leases that a closure hit when it was made, and to how many addresses it was mailed; null: not yet.
create table bookings.closure_lease (
  consortium_id uuid not null,
  closure_id uuid not null,
  lease_id uuid not null,
  mails int constraint closure_lease_mails check (mails >= 0),
  primary key (consortium_id, closure_id, lease_id),
  constraint closure_lease_closure foreign key (consortium_id, closure_id) references bookings.closure (consortium_id, id),
  constraint closure_lease_lease foreign key (consortium_id, lease_id) references bookings.lease (consortium_id, id)
);
alter table bookings.closure_lease enable row level security;
alter table bookings.closure_lease force row level security;
create policy tenant on bookings.closure_lease using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
grant select, insert on bookings.closure_lease to hiroba_app;
grant update (mails) on bookings.closure_lease to hiroba_app;

-- the sweep sees which loan and which place in a line of somebody without an account is how old, and not whose it is
create index loan_named on bookings.loan (back_at) where account_id is null and forgotten_at is null and back_at is not null;
create index waiting_named on bookings.waiting (to_at) where account_id is null and forgotten_at is null;
create policy named on bookings.loan for select to hiroba_jobs using (account_id is null and forgotten_at is null and back_at is not null);
create policy named on bookings.waiting for select to hiroba_jobs using (account_id is null and forgotten_at is null);
grant select (account_id, forgotten_at) on bookings.loan to hiroba_jobs;
grant select (consortium_id, id, account_id, forgotten_at, to_at) on bookings.waiting to hiroba_jobs;
