-- compat: safe
-- An invitation has two links: the one that only its address was mailed, which proves the address, and the one that
-- the staff hand over, which proves nothing but that they did.

alter table people.invitation add column handed_hash text;
-- the look-up of a link, before its tenant is known
create unique index invitation_handed_unique on people.invitation (consortium_id, handed_hash) where handed_hash is not null;
create index invitation_by_handed on people.invitation (handed_hash) where handed_hash is not null;

-- Where no mail server is, nobody can prove an address. Such an account may sign in, and its address stands for nobody:
-- whoever opens a mail sent there later is its owner.
alter table auth."user" add column "isMailUnproven" boolean not null default false;

create or replace function people.find_tenant_of_invitation(hash text) returns uuid
  language sql stable security definer set search_path = ''
  as $$ select consortium_id from people.invitation where token_hash = hash or handed_hash = hash $$;

create or replace function people.find_account(wanted_mail text) returns uuid
  language sql stable security definer set search_path = ''
  as $$ select id from auth."user" where email = wanted_mail and "emailVerified" and not "isMailUnproven" $$;

-- The mail is proven by the link that leads here, or by whoever sits at the machine. What nobody has proven goes, with
-- the password somebody thought up for it. An account that was used without proof becomes that of who proved it: with
-- the new password, and without the sessions and passkeys of before.
create or replace function people.create_account(new_mail text, new_name text, password_hash text) returns uuid
  language plpgsql security definer set search_path = ''
  as $$
  declare new_id uuid;
  begin
    delete from auth."user" where email = new_mail and not "emailVerified";
    update auth."user" set name = new_name, "isMailUnproven" = false, "updatedAt" = now()
      where email = new_mail and "isMailUnproven" returning id into new_id;
    if new_id is null then
      insert into auth."user" (name, email, "emailVerified") values (new_name, new_mail, true) returning id into new_id;
    else
      delete from auth."session" where "userId" = new_id;
      delete from auth."passkey" where "userId" = new_id;
      delete from auth."account" where "userId" = new_id;
    end if;
    insert into auth."account" ("accountId", "providerId", "userId", password, "updatedAt")
      values (new_id::text, 'credential', new_id, password_hash, now());
    return new_id;
  end $$;

-- The same by a link that was handed over. An address that has an account, proven or not, is refused by user_email_key.
create function people.create_unproven_account(new_mail text, new_name text, password_hash text) returns uuid
  language plpgsql security definer set search_path = ''
  as $$
  declare new_id uuid;
  begin
    delete from auth."user" where email = new_mail and not "emailVerified";
    insert into auth."user" (name, email, "emailVerified", "isMailUnproven") values (new_name, new_mail, true, true) returning id into new_id;
    insert into auth."account" ("accountId", "providerId", "userId", password, "updatedAt")
      values (new_id::text, 'credential', new_id, password_hash, now());
    return new_id;
  end $$;

grant create on schema people to hiroba_auth;
revoke execute on function people.create_unproven_account(text, text, text) from public;
grant execute on function people.create_unproven_account(text, text, text) to hiroba_app;
alter function people.create_unproven_account(text, text, text) owner to hiroba_auth;
revoke create on schema people from hiroba_auth;
