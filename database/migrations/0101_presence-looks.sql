-- compat: safe
-- Who looked at who is in: shown to those who were in. One row an hour for whoever looks, so that a screen left open is one
-- line of an hour and no flood.

create table presence.look (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  hub_id uuid not null,
  account_id uuid not null,
  -- who is in now; the stays of a day; what one person's stays are made of; the list on paper
  what text not null constraint look_what check (what in ('now', 'day', 'person', 'paper')),
  -- of 'person' alone
  subject_id uuid,
  -- the hub's day that was looked at
  on_day date not null,
  hour_at timestamptz not null,
  looked_at timestamptz not null,
  primary key (consortium_id, id),
  constraint look_once unique nulls not distinct (consortium_id, hub_id, account_id, what, subject_id, on_day, hour_at),
  constraint look_subject check ((what = 'person') = (subject_id is not null))
);
create index look_by_day on presence.look (consortium_id, hub_id, on_day);
create index look_by_subject on presence.look (consortium_id, subject_id) where subject_id is not null;

alter table presence.look enable row level security;
alter table presence.look force row level security;
create policy tenant on presence.look using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
grant select, insert on presence.look to hiroba_app;
