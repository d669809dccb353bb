-- compat: safe
-- What strangers hold without having answered yet, by the line they call from: one line may keep only so much of a
-- place from others. The address itself is personal data: only its hash is here, and only until the hold is over.

create table platform.share (
  consortium_id uuid not null,
  subject_id uuid not null,
  -- of what a share is counted: a hub
  place_id uuid not null,
  caller text not null,
  amount int not null constraint share_amount check (amount > 0),
  until timestamptz not null,
  primary key (consortium_id, subject_id)
);
create index share_by_caller on platform.share (consortium_id, place_id, caller, until);
create index share_by_end on platform.share (until);
alter table platform.share enable row level security;
alter table platform.share force row level security;
create policy tenant on platform.share using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
grant select, insert, delete on platform.share to hiroba_app;

create policy sweep on platform.share to hiroba_jobs using (true);
grant select (until), delete on platform.share to hiroba_jobs;
