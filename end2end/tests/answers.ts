// What associations say at the sorting desk: one choice a question.

const read = (text: string): [string, string][] =>
  text
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split("=") as [string, string]);

/** They begin: learning is what helps. */
export const LEARNING = read(`
  need_nature=organisation need_words=several need_shared=some carrier=one moment=some_hours success=not_yet
  web_presence=old_site site_access=one news=personal_mail public_dates=posts visuals=hard
  files_place=personal documents=shared_overwrite finding_dates=many_messages decisions=notes messages=many_places
  member_list=own_sheet joining=retyped donations=by_hand accounts=sheet accounts_relay=stuck
  passwords=written two_steps=password backups=some leavers=sometimes privacy_notice=told sensitive=none
  computers=own internet=good accessible=not_thought account_owner=personal
  ease=few helper=one learning_way=alone how_to=shown can_help=later
  tool_wish=idea tool_existing=exists_untried tool_users=few tool_data=contacts tool_size=small tool_life=one`);

/** They have learnt: what is missing is a small tool that does not exist. */
export const SMALL_DEVELOPMENT = read(`
  need_nature=missing_tool need_words=clear need_shared=widely carrier=two moment=some_hours success=precise
  web_presence=current_site site_access=several news=newsletter public_dates=calendar visuals=one
  files_place=shared_tidy documents=together finding_dates=shared_calendar decisions=list messages=one_place
  member_list=shared_sheet joining=one_entry donations=by_hand accounts=sheet accounts_relay=with_help
  passwords=vault two_steps=code backups=nothing leavers=closed privacy_notice=told sensitive=none
  computers=own internet=good accessible=helped account_owner=association
  ease=half helper=several learning_way=workshops how_to=shown can_help=already
  tool_wish=precise tool_existing=tried_unfit tool_users=many tool_data=contacts tool_size=small tool_life=two`);
