-- compat: safe
-- A door marked for a passkey asks whether its person has used one within minutes. Sign-in writes it down; doors ask about
-- one account at a time and see nothing else of sign-in.
grant usage on schema access to hiroba_auth;
create function access.has_used_passkey(account uuid) returns boolean
  language sql stable security definer set search_path = ''
  as $$ select exists (select from auth."verification" where "identifier" = 'passkey-used:' || account::text and "expiresAt" > now()) $$;
grant create on schema access to hiroba_auth;
revoke execute on function access.has_used_passkey(uuid) from public;
grant execute on function access.has_used_passkey(uuid) to hiroba_app;
alter function access.has_used_passkey(uuid) owner to hiroba_auth;
revoke create on schema access from hiroba_auth;
