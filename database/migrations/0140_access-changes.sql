-- compat: safe
-- What changed in the rules of a hub since a version of them, so that its gateway is sent that and not the whole: in a town of
-- 10,000 members a booking is two rows of thirty thousand. Kept for two hours; whoever asks for more takes the whole.
--
-- Noted by whatever writes a grant or a credential (noteChanges).
--
-- A change belongs to the version that its transaction raises, whichever of the two came first in it: raising locks the hub's
-- row, so versions are in the order of commits, and whoever sees a version sees all that belongs to it.

create table access.version (
  consortium_id uuid not null,
  hub_id uuid not null,
  version bigint not null,
  -- the one that was followed: a chain with a piece missing is seen
  previous bigint not null,
  transaction xid8 not null default pg_current_xact_id(),
  raised_at timestamptz not null,
  primary key (consortium_id, hub_id, version)
);
create index version_raised on access.version (raised_at);
create index version_by_transaction on access.version (consortium_id, transaction);

create table access.change (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  -- null: of every hub of the tenant (a phone)
  hub_id uuid,
  transaction xid8 not null default pg_current_xact_id(),
  kind text not null constraint change_kind check (kind in ('grant', 'credential')),
  row_id uuid not null,
  noted_at timestamptz not null default now(),
  primary key (consortium_id, id)
);
create index change_by_transaction on access.change (consortium_id, transaction);
create index change_noted on access.change (consortium_id, noted_at);

alter table access.version enable row level security;
alter table access.version force row level security;
create policy tenant on access.version using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
alter table access.change enable row level security;
alter table access.change force row level security;
create policy tenant on access.change using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
grant select, insert, delete on access.version, access.change to hiroba_app;
grant update on access.version to hiroba_app;
create policy due on access.version for select to hiroba_jobs using (true);
grant select (consortium_id, raised_at) on access.version to hiroba_jobs;
