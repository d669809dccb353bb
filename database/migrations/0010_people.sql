-- compat: safe
-- People: profiles, organisations, memberships, engagements, invitations, requests to join, terms and consents.
-- A consortium holds its own record of each member; the profile of the account itself is seen by that account alone.

create schema people;

-- What people call the tenant, by language: shown where a person chooses where to work, in mails and headings.
alter table platform.tenant add column name jsonb not null default '{}'
  constraint tenant_name_form check (jsonb_typeof(name) = 'object');

create function platform.rename_tenant(new_name jsonb) returns void
  language sql security definer set search_path = ''
  as $$ update platform.tenant set name = new_name where id = platform.tenant() $$;

-- The profile of an account, the same wherever it is a member. It belongs to the installation.
create table people.person (
  consortium_id uuid not null default '00000000-0000-0000-0000-000000000000',
  account_id uuid not null,
  family_name text not null,
  given_name text not null,
  -- full-width katakana; people without a Japanese name have none
  family_kana text,
  given_kana text,
  latin_name text,
  -- 通称: shown instead of family and given name
  display_name text,
  phone text constraint person_phone_form check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  language text not null default 'ja',
  -- folded for search and for the order of the syllabary, by contract/rules.ts
  search text not null,
  sort_key text collate "C" not null,
  updated_at timestamptz not null default now(),
  primary key (consortium_id, account_id)
);

create table people.organisation (
  consortium_id uuid not null references platform.tenant (id),
  id uuid not null default uuidv7(),
  kind text not null constraint organisation_kind check (kind in ('municipality', 'company', 'npo', 'client', 'other')),
  name text not null,
  name_en text,
  name_kana text,
  corporate_number text constraint organisation_corporate_number_form check (corporate_number ~ '^[1-9][0-9]{12}$'),
  invoice_number text constraint organisation_invoice_number_form check (invoice_number ~ '^T[0-9]{13}$'),
  phone text,
  address text,
  note text,
  sort_key text collate "C" not null,
  -- kept for the records that name it, offered nowhere
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (consortium_id, id)
);
create unique index organisation_name_unique on people.organisation (consortium_id, name) where archived_at is null;
create unique index organisation_corporate_number_unique on people.organisation (consortium_id, corporate_number) where archived_at is null;

-- A person in a consortium: its own record of the name, and what the person may do there.
-- Without an account: recorded (imported) but not yet come by an invitation.
create table people.membership (
  consortium_id uuid not null references platform.tenant (id),
  id uuid not null default uuidv7(),
  account_id uuid,
  organisation_id uuid,
  roles text[] not null,
  status text not null constraint membership_status check (status in ('invited', 'active', 'suspended', 'ended')),
  mail text,
  family_name text not null,
  given_name text not null,
  family_kana text,
  given_kana text,
  latin_name text,
  display_name text,
  phone text constraint membership_phone_form check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  language text not null default 'ja',
  search text not null,
  sort_key text collate "C" not null,
  joined_on date,
  ended_on date,
  -- the person asked to be forgotten: names, mail and phone are blank from then on
  forgotten_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (consortium_id, id),
  constraint membership_roles check (
    cardinality(roles) > 0 and roles <@ array['member', 'worker', 'manager', 'client', 'coordinator', 'operator', 'officer', 'admin']),
  constraint membership_account check (account_id is not null or status in ('invited', 'ended')),
  constraint membership_organisation foreign key (consortium_id, organisation_id) references people.organisation (consortium_id, id)
);
-- one membership a person and consortium; who left may come back
create unique index membership_account_unique on people.membership (consortium_id, account_id) where status <> 'ended';
create unique index membership_mail_unique on people.membership (consortium_id, mail) where status <> 'ended';
-- No trigram index: under row-level security `like` is not leakproof, so PostgreSQL would never use it.
-- The search reads the tenant's members in the order of the list instead.
create index membership_by_kana on people.membership (consortium_id, sort_key, id);
create index membership_by_organisation on people.membership (consortium_id, organisation_id);
-- of the sign-in look-up, which knows no tenant
create index membership_by_account on people.membership (account_id) where account_id is not null;

-- As which of the programme's types a member counts, and how they came. One type a day.
create table people.engagement (
  consortium_id uuid not null,
  id uuid not null default uuidv7(),
  membership_id uuid not null,
  type text not null constraint engagement_type check (type in ('A', 'B', 'C', 'D')),
  origin text not null constraint engagement_origin check (origin in ('relocated', 'dispatched', 'hired', 'registered')),
  valid_from date not null,
  -- the first day on which it no longer holds; null: until further notice
  valid_to date,
  created_at timestamptz not null default now(),
  primary key (consortium_id, id),
  constraint engagement_order check (valid_to > valid_from),
  constraint engagement_membership foreign key (consortium_id, membership_id) references people.membership (consortium_id, id),
  constraint engagement_one_type exclude using gist
    (consortium_id with =, membership_id with =, daterange(valid_from, valid_to) with &&)
);

create table people.invitation (
  consortium_id uuid not null references platform.tenant (id),
  id uuid not null default uuidv7(),
  mail text not null,
  family_name text not null default '',
  given_name text not null default '',
  roles text[] not null,
  organisation_id uuid,
  -- the record made by an import, which this invitation brings to life
  membership_id uuid,
  language text not null default 'ja',
  message text,
  -- each renewal makes a new link; only the hash of the newest is kept
  generation int not null default 1,
  token_hash text not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (consortium_id, id),
  constraint invitation_token_unique unique (consortium_id, token_hash),
  constraint invitation_roles check (
    cardinality(roles) > 0 and roles <@ array['member', 'worker', 'manager', 'client', 'coordinator', 'operator', 'officer', 'admin']),
  constraint invitation_organisation foreign key (consortium_id, organisation_id) references people.organisation (consortium_id, id),
  constraint invitation_membership foreign key (consortium_id, membership_id) references people.membership (consortium_id, id)
);
-- the look-up of a link, before its tenant is known; the key itself belongs to the tenant
create index invitation_by_token on people.invitation (token_hash);
create unique index invitation_open_unique on people.invitation (consortium_id, mail) where accepted_at is null and revoked_at is null;

create table people.join_request (
  consortium_id uuid not null references platform.tenant (id),
  id uuid not null default uuidv7(),
  account_id uuid not null,
  mail text,
  family_name text not null,
  given_name text not null,
  family_kana text,
  given_kana text,
  phone text,
  language text not null,
  organisation_name text,
  message text,
  status text not null default 'pending' constraint join_request_status check (status in ('pending', 'approved', 'declined', 'withdrawn')),
  decided_by uuid,
  decided_at timestamptz,
  reason text,
  membership_id uuid,
  created_at timestamptz not null default now(),
  primary key (consortium_id, id),
  constraint join_request_membership foreign key (consortium_id, membership_id) references people.membership (consortium_id, id)
);
create unique index join_request_open_unique on people.join_request (consortium_id, account_id) where status = 'pending';
-- of the sign-in look-up, which knows no tenant
create index join_request_by_account on people.join_request (account_id);

create table people.terms (
  consortium_id uuid not null references platform.tenant (id),
  id uuid not null default uuidv7(),
  version int not null,
  text_ja text not null,
  text_en text not null,
  valid_from date not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (consortium_id, id),
  constraint terms_version_unique unique (consortium_id, version),
  constraint terms_day_unique unique (consortium_id, valid_from)
);

create table people.consent (
  consortium_id uuid not null,
  account_id uuid not null,
  terms_id uuid not null,
  at timestamptz not null,
  primary key (consortium_id, account_id, terms_id),
  constraint consent_terms foreign key (consortium_id, terms_id) references people.terms (consortium_id, id)
);

-- A person's wish to be forgotten everywhere: asked, then confirmed within the hour. Goes with the account.
create table people.forget_request (
  consortium_id uuid not null default '00000000-0000-0000-0000-000000000000',
  id uuid not null default uuidv7(),
  account_id uuid not null,
  expires_at timestamptz not null,
  primary key (consortium_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['organisation', 'membership', 'engagement', 'invitation', 'join_request', 'terms', 'consent'] loop
    execute format('alter table people.%I enable row level security', t);
    execute format('alter table people.%I force row level security', t);
    execute format('create policy tenant on people.%I using (consortium_id = platform.tenant()) with check (consortium_id = platform.tenant())', t);
  end loop;
  -- of the installation, but of one account each
  foreach t in array array['person', 'forget_request'] loop
    execute format('alter table people.%I enable row level security', t);
    execute format('alter table people.%I force row level security', t);
    execute format('create policy own on people.%I using (consortium_id = platform.tenant() and account_id = platform.account()) with check (consortium_id = platform.tenant() and account_id = platform.account())', t);
  end loop;
end $$;

-- A signed-in person outside any tenant reads where they belong, and nothing else there.
create policy own on people.membership for select to hiroba_app
  using (platform.tenant() = '00000000-0000-0000-0000-000000000000' and account_id = platform.account());
create policy own on people.organisation for select to hiroba_app
  using (platform.tenant() = '00000000-0000-0000-0000-000000000000' and exists (
    select from people.membership m
    where m.consortium_id = organisation.consortium_id and m.organisation_id = organisation.id and m.account_id = platform.account()));
create policy own on people.join_request for select to hiroba_app
  using (platform.tenant() = '00000000-0000-0000-0000-000000000000' and account_id = platform.account());

grant usage on schema people to hiroba_app, hiroba_auth;
grant select, insert, update on people.person to hiroba_app;
grant delete on people.person to hiroba_app;
grant select, insert, update on people.organisation, people.membership, people.engagement, people.invitation, people.join_request to hiroba_app;
-- a day's mistaken type is replaced; what it was stays in the events
grant delete on people.engagement to hiroba_app;
grant select, insert on people.terms, people.consent to hiroba_app;
grant select, insert, delete on people.forget_request to hiroba_app;

-- Sign-in finds the memberships of a session, whatever their tenant; invitations are found by the hash of their link.
create policy sign_in on people.membership for select to hiroba_auth using (true);
create policy sign_in on people.join_request for select to hiroba_auth using (true);
create policy sign_in on people.invitation for select to hiroba_auth using (true);
grant select on people.membership, people.invitation to hiroba_auth;
-- a consortium that somebody only asked to join holds records of them too
grant select (consortium_id, account_id) on people.join_request to hiroba_auth;
grant insert on people.membership, people.organisation to hiroba_auth;
grant select on people.organisation to hiroba_auth;
grant insert, update on platform.tenant to hiroba_auth;
grant insert on platform.event, platform.outbox to hiroba_auth;

-- What reaches over the wall between modules and sign-in goes through these functions, each as narrow as its name.
-- They run as hiroba_auth, which owns no table and sees tenants only by the policies above.

create function people.find_tenant_of_invitation(hash text) returns uuid
  language sql stable security definer set search_path = ''
  as $$ select consortium_id from people.invitation where token_hash = hash $$;

-- An account that nobody has proven is anybody's attempt, and stands for nobody.
create function people.find_account(wanted_mail text) returns uuid
  language sql stable security definer set search_path = ''
  as $$ select id from auth."user" where email = wanted_mail and "emailVerified" $$;

-- The mail is proven by the link that leads here, or by whoever sits at the machine. An unproven account of the same
-- mail has no sessions and no records; it goes, with the password that somebody thought up for it.
create function people.create_account(new_mail text, new_name text, password_hash text) returns uuid
  language plpgsql security definer set search_path = ''
  as $$
  declare new_id uuid;
  begin
    delete from auth."user" where email = new_mail and not "emailVerified";
    insert into auth."user" (name, email, "emailVerified") values (new_name, new_mail, true) returning id into new_id;
    insert into auth."account" ("accountId", "providerId", "userId", password, "updatedAt")
      values (new_id::text, 'credential', new_id, password_hash, now());
    return new_id;
  end $$;

create function people.delete_own_account() returns void
  language sql security definer set search_path = ''
  as $$ delete from auth."user" where id = platform.account() $$;

create function people.choose_membership(session uuid, consortium uuid) returns boolean
  language sql security definer set search_path = ''
  as $$
  with chosen as (
    update auth."session" s set "activeConsortiumId" = consortium::text
    where s.id = session and s."userId" = platform.account()
      and exists (select from people.membership m where m.consortium_id = consortium and m.account_id = s."userId" and m.status = 'active')
    returning s.id
  ) select exists (select from chosen) $$;

create function people.rename_own_account(new_name text) returns void
  language sql security definer set search_path = ''
  as $$ update auth."user" set name = new_name, "updatedAt" = now() where id = platform.account() $$;

create function people.is_set_up() returns boolean
  language sql stable security definer set search_path = ''
  as $$ select exists (select from auth."user") $$;

-- The first administrator and the first consortium, while nobody has an account; the lock lets one caller through.
-- Answers null to everybody after.
create function people.set_up(person jsonb, consortium jsonb) returns uuid
  language plpgsql security definer set search_path = ''
  as $$
  declare
    before text := current_setting('app.tenant', true);
    new_account uuid;
    new_tenant uuid;
    new_organisation uuid;
    new_membership uuid;
    fact jsonb;
    fact_id uuid := uuidv7();
  begin
    perform pg_advisory_xact_lock(7405210);
    if exists (select from auth."user") then return null; end if;
    new_account := people.create_account(person->>'mail', (person->>'family_name') || ' ' || (person->>'given_name'), person->>'password_hash');
    -- an import may have made the consortium already
    insert into platform.tenant as t (slug, name) values (consortium->>'slug', consortium->'name')
      on conflict (slug) do update set name = case when t.name = '{}' then excluded.name else t.name end
      returning id into new_tenant;
    perform set_config('app.tenant', new_tenant::text, true);
    select id into new_organisation from people.organisation where name = consortium->>'municipality' and archived_at is null;
    if new_organisation is null and consortium->>'municipality' is not null then
      insert into people.organisation (consortium_id, kind, name, sort_key)
        values (new_tenant, 'municipality', consortium->>'municipality', consortium->>'municipality') returning id into new_organisation;
    end if;
    insert into people.membership (consortium_id, account_id, organisation_id, roles, status, mail, family_name, given_name,
        family_kana, given_kana, language, search, sort_key, joined_on)
      values (new_tenant, new_account, new_organisation, array['admin', 'operator'], 'active', person->>'mail', person->>'family_name',
        person->>'given_name', person->>'family_kana', person->>'given_kana', person->>'language', person->>'search', person->>'sort_key',
        (person->>'joined_on')::date)
      returning id into new_membership;
    fact := jsonb_build_object('consortiumId', new_tenant, 'slug', consortium->>'slug', 'name', consortium->'name', 'municipality', consortium->>'municipality');
    insert into platform.event (consortium_id, id, type, subject_id, actor_kind, actor_account_id, payload)
      values (new_tenant, fact_id, 'people.consortiumFounded', new_tenant, 'person', new_account, fact);
    insert into platform.outbox (consortium_id, kind, name, payload)
      values (new_tenant, 'event', 'people.consortiumFounded', jsonb_build_object('id', fact_id, 'subjectId', new_tenant, 'payload', fact));
    perform set_config('app.tenant', coalesce(before, ''), true);
    return new_tenant;
  end $$;

grant create on schema people to hiroba_auth;
do $$
declare f text;
begin
  foreach f in array array['find_tenant_of_invitation(text)', 'find_account(text)', 'create_account(text, text, text)', 'delete_own_account()',
      'choose_membership(uuid, uuid)', 'rename_own_account(text)', 'is_set_up()', 'set_up(jsonb, jsonb)'] loop
    execute format('revoke execute on function people.%s from public', f);
    execute format('grant execute on function people.%s to hiroba_app', f);
    execute format('alter function people.%s owner to hiroba_auth', f);
  end loop;
end $$;
revoke create on schema people from hiroba_auth;
revoke execute on function platform.rename_tenant(jsonb) from public;
grant execute on function platform.rename_tenant(jsonb) to hiroba_app;
