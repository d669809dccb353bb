-- compat: safe
-- Terms that strangers read: in every language that the consortium wrote, with the privacy notice beside them; and
-- which version a guest agreed to by booking.

alter table people.terms add column text_more jsonb not null default '{}'
  constraint terms_more_form check (jsonb_typeof(text_more) = 'object');
alter table people.terms add column privacy jsonb
  constraint terms_privacy_form check (privacy is null or jsonb_typeof(privacy) = 'object');

-- Of what a guest did, by its id: no name, no address. It outlives the guest's being forgotten, as a member's consent does.
create table people.guest_consent (
  consortium_id uuid not null,
  subject_id uuid not null,
  terms_id uuid not null,
  at timestamptz not null,
  primary key (consortium_id, subject_id),
  constraint guest_consent_terms foreign key (consortium_id, terms_id) references people.terms (consortium_id, id)
);
create index guest_consent_by_terms on people.guest_consent (consortium_id, terms_id);
alter table people.guest_consent enable row level security;
alter table people.guest_consent force row level security;
create policy tenant on people.guest_consent using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant());
grant select, insert on people.guest_consent to hiroba_app;
