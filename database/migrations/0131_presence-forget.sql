-- compat: safe
-- Who is forgotten leaves the entry log and the stays as somebody whom nobody can find: a random id instead of the account's,
-- the same for all of a person's stays so that days and people still count, and no word that was written about them.
grant update (subject_id, account_id, grant_id, source_id, credential_id) on access.passage to hiroba_app;
grant update (subject_id) on presence.passage, presence.stay, presence.look to hiroba_app;
grant update (subject_id, reason) on presence.correction to hiroba_app;
-- the ledger's own copy of what a door decided
grant update (data) on devices.event to hiroba_app;

-- The history says that a stay was corrected, by whom and when; of whom, and in which words, goes. Nothing else of it can be
-- changed: facts of this type alone, and only to one without a reason.
grant update (reason, payload) on platform.event to hiroba_app;
create policy forgotten on platform.event as restrictive for update to hiroba_app
  using (consortium_id = platform.tenant() and type = 'presence.corrected')
  with check (consortium_id = platform.tenant() and type = 'presence.corrected' and reason is null);
