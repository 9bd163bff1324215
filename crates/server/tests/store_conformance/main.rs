//! How a store behaves, whatever database it is on. Each behaviour is a function that gets a new store; it knows the trait only.
//! A further database is a way to open it in `databases` and a line `suite!` below.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod agents;
mod alarms;
mod annotations;
mod assignment;
mod canned_responses;
mod composing;
mod contact_list;
mod contacts;
mod customers;
mod databases;
mod deliveries;
mod details;
mod erasing;
mod erasing_contacts;
mod feedback;
mod holding;
mod inbound;
mod labels;
mod listing;
mod log;
mod mentions;
mod merging;
mod notes;
mod phone_numbers;
mod queue;
mod reading;
mod replica;
mod resting;
mod search;
mod sending;
mod shelves;
mod sounds;
mod sqlite_file;
mod stage;
mod statuses;

/// Makes a test of each behaviour for one database.
macro_rules! behaviours {
    ($open:path: $($module:ident { $($behaviour:ident),+ $(,)? })+) => {
        $(mod $module {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $behaviour() {
                crate::$module::$behaviour(crate::stage::Stage::new($open).await).await;
            })+
        })+
    };
}

/// All behaviours for one database.
macro_rules! suite {
    ($name:ident, $open:path) => {
        mod $name {
            behaviours! { $open:
                agents {
                    an_email_address_signs_in_in_any_case_and_belongs_to_one_agent,
                    a_session_lives_on_by_being_used_and_ends_when_it_is_not,
                    sessions_end_one_by_one_or_all_and_with_the_password,
                    another_role_is_told_to_the_agent_and_counts_at_once,
                    a_role_that_changes_is_told_to_its_agents_only,
                    the_switch_changes_the_scope_of_those_without_view_all,
                    the_first_screen_is_read_in_one_piece,
                }
                alarms {
                    an_alarm_counts_on_and_opens_again_when_its_matter_comes_again,
                    good_news_end_an_alarm_and_older_news_do_not_replace_newer,
                    alarms_are_told_only_to_who_may_see_them_now,
                    pages_of_alarms_join_newest_first,
                    what_was_set_aside_is_read_in_pages_and_raises_one_alarm,
                }
                annotations {
                    a_reaction_is_put_replaced_and_taken_away_by_its_time,
                    an_edit_replaces_the_text_and_a_revocation_keeps_it,
                    what_is_done_to_a_message_before_it_comes_waits_for_it,
                    an_older_edit_that_comes_late_changes_nothing,
                    only_its_author_edits_and_revokes_a_message,
                    an_edited_caption_leaves_the_file,
                    unread_counts_what_nobody_saw_also_when_it_comes_late,
                }
                canned_responses {
                    a_canned_response_is_kept_once_and_changed_in_place,
                    a_shortcut_belongs_to_one_canned_response,
                    who_edits_what_somebody_else_changed_is_told,
                    a_removed_canned_response_is_told_to_everyone_and_gone,
                }
                phone_numbers {
                    a_number_is_known_by_its_meta_id_and_renewed_in_place,
                    a_disconnected_number_is_told_to_everyone_once,
                }
                deliveries {
                    a_stored_delivery_survives_the_process_and_waits_in_order,
                    many_deliveries_at_once_are_all_kept,
                    what_cannot_be_applied_is_set_aside_and_counted_once,
                    processed_deliveries_are_forgotten_later_and_set_aside_ones_kept,
                    a_delivery_is_applied_as_a_whole_or_not_at_all,
                    a_change_that_fails_takes_no_other_with_it,
                    deliveries_are_applied_together_in_order,
                    a_delivery_that_cannot_be_applied_is_set_aside_alone,
                }
                inbound {
                    a_first_message_makes_contact_and_conversation,
                    the_same_message_again_has_no_effect,
                    the_same_wamid_at_two_numbers_is_two_messages,
                    messages_in_any_order_make_the_same_thread_and_preview,
                    what_is_no_message_of_the_customer_does_not_open_the_window,
                    a_message_reopens_a_concluded_conversation_with_a_line_before_it,
                    a_message_that_is_older_than_the_conclusion_reopens_too,
                    an_echo_of_the_business_phone_is_outgoing_and_nobodys,
                    a_reply_finds_its_message_even_if_that_comes_later,
                    a_long_pause_between_messages_does_not_shorten_the_window,
                }
                customers {
                    brazilian_numbers_with_and_without_the_ninth_digit_are_one_customer,
                    a_user_id_decides_before_a_number_and_what_is_new_is_attached,
                    a_name_follows_the_profile_and_changes_are_told,
                    a_customer_who_moves_to_another_number_keeps_the_conversation,
                }
                contacts {
                    each_field_of_a_contact_is_the_later_word,
                    a_contact_is_in_the_groups_that_the_later_word_says,
                    what_was_said_while_the_clock_was_ahead_keeps_nothing_out_once_it_is_right,
                    what_is_unknown_keeps_the_whole_change_from_counting,
                    a_change_reaches_who_sees_the_contact_and_nobody_else,
                    a_contact_comes_from_what_it_first_came_through,
                    a_blocked_contact_shows_it,
                    an_export_holds_all_that_its_reader_sees,
                }
                contact_list {
                    contacts_stand_in_the_order_of_their_names_page_by_page,
                    a_list_is_narrowed_down_by_words_stage_source_and_group,
                    who_sees_some_conversations_sees_their_contacts_and_those_without_one,
                    lines_of_a_file_add_and_change_contacts_by_subscriber,
                    a_contact_is_added_once_by_its_number,
                }
                notes {
                    a_note_is_its_authors_and_the_later_word_counts,
                    a_removed_note_does_not_come_back,
                    pages_of_notes_join_newest_first,
                }
                mentions {
                    a_mention_goes_with_what_named_it,
                    a_mention_is_told_to_whom_it_names_until_they_saw_it,
                    a_mention_leads_to_the_contact_that_another_one_became,
                    who_may_not_see_the_contact_hears_of_a_mention_when_they_may,
                    who_never_looks_has_a_bounded_number_of_mentions,
                }
                labels {
                    a_name_belongs_to_one_source,
                    a_removed_group_leaves_its_contacts,
                }
                merging {
                    two_contacts_that_are_one_person_become_one,
                    what_only_the_other_one_had_is_kept,
                    drafts_and_the_queue_of_a_joined_conversation_go_on,
                    who_does_not_see_all_of_both_joins_nothing,
                    who_sees_a_contact_only_from_now_on_hears_its_notes,
                    a_conversation_can_be_begun_with_the_id_of_the_one_that_is_gone,
                }
                erasing_contacts {
                    an_erased_contact_is_gone_for_everyone,
                    who_does_not_see_all_of_a_contact_erases_nothing,
                    what_was_under_way_to_an_erased_contact_ends_in_silence,
                    what_comes_late_for_an_erased_contact_brings_nobody_back,
                    the_id_of_a_contact_that_became_an_erased_one_brings_nobody_back,
                    what_meta_repeats_of_an_erased_contact_brings_nobody_back,
                    what_is_told_late_of_an_erased_conversation_is_not_kept,
                }
                statuses {
                    statuses_in_any_order_around_the_answer_give_the_same_end,
                    a_status_before_its_message_waits_for_the_answer,
                    metas_answer_alone_changes_nothing_that_is_seen,
                    an_unknown_status_is_kept_out,
                    a_status_settles_an_unconfirmed_attempt,
                    a_failure_says_why_and_another_attempt_forgets_it,
                    proof_that_it_arrived_stops_another_attempt_that_still_waits,
                    a_callback_of_an_attempt_that_never_was_is_not_believed,
                    a_status_counts_only_for_the_number_that_was_told,
                    an_answer_that_comes_after_the_attempt_was_given_up_is_remembered,
                }
                sending {
                    a_message_is_accepted_once_per_id,
                    the_same_message_from_two_tabs_at_once_makes_one,
                    the_window_is_judged_to_the_millisecond_and_not_for_templates,
                    what_may_not_be_seen_cannot_be_written_to,
                    a_held_message_waits_for_the_end_of_its_hold,
                    sending_opens_a_concluded_conversation_without_a_line,
                    a_reply_quotes_by_metas_id,
                }
                composing {
                    a_draft_is_its_agents_own_and_the_newest_revision_wins,
                    a_message_empties_the_draft_that_it_was,
                    a_text_becomes_what_the_customer_gets,
                    a_colleagues_unseen_answer_stops_a_text_until_its_writer_knows,
                }
                queue {
                    a_job_says_all_that_the_request_needs,
                    one_conversation_sends_in_order_and_others_meanwhile,
                    a_passing_failure_keeps_its_place_and_counts,
                    a_pair_rate_back_off_holds_the_customer_and_nobody_else,
                    pacing_holds_the_customer_and_counts_as_no_failure,
                    a_retry_waits_for_a_pair_rate_back_off_too,
                    a_refused_token_disconnects_the_number_and_loses_nothing,
                    a_crash_between_claim_and_answer_leaves_the_message_unconfirmed,
                    conversations_take_turns,
                    a_number_gives_as_many_as_are_asked_for_each_of_another_conversation,
                    however_attempts_end_every_conversation_keeps_its_order,
                }
                resting {
                    a_limit_of_a_number_makes_all_of_it_rest_and_one_message_is_tried_first,
                    a_limit_of_an_account_concerns_all_its_numbers_and_no_others,
                    what_left_before_the_rest_began_does_not_lengthen_it,
                    a_limit_that_comes_back_soon_rests_longer_and_later_begins_anew,
                    meta_may_ask_for_a_longer_rest,
                    an_answer_that_says_nothing_about_the_limit_lets_another_message_be_tried,
                    a_rest_that_long_is_told_to_administrators_until_a_message_is_taken,
                    a_number_that_is_connected_again_goes_on_at_once,
                    a_refusal_of_a_token_that_was_replaced_meanwhile_disconnects_nothing,
                    what_the_business_must_settle_fails_and_is_told_to_administrators,
                }
                details {
                    each_attempt_says_how_it_ended_and_each_state_when,
                    what_failed_after_meta_took_it_says_why_also_after_another_attempt,
                    an_answer_that_comes_late_is_told_and_a_refusal_is_final,
                    what_may_not_be_seen_has_no_details,
                }
                erasing {
                    what_waits_is_cancelled_and_never_claimed,
                    what_left_is_erased_and_late_news_bring_nothing_back,
                    what_was_erased_under_way_and_came_back_is_cancelled,
                    a_failed_message_that_is_erased_is_not_tried_again,
                    who_may_erase_is_what_the_domain_says,
                    a_message_taken_back_before_it_came_is_refused,
                    quotes_follow_what_they_quote,
                    a_reaction_is_told_once_and_its_failure_shows,
                    reactions_have_limits,
                }
                holding {
                    a_hold_tells_its_end_and_leaves_before_the_window_closes,
                    what_is_cancelled_never_leaves_and_those_behind_it_go_on,
                    what_has_left_cannot_be_cancelled,
                    a_cancel_and_the_end_of_the_hold_never_both_win,
                    who_may_cancel_is_what_the_domain_says,
                    a_message_cancelled_before_it_came_is_refused,
                    a_clock_that_is_set_back_takes_holds_along,
                    a_clock_that_is_set_back_takes_what_is_to_be_fetched_along,
                    holds_are_settings_and_a_change_of_them_changes_nobodys_scope,
                }
                feedback {
                    a_person_has_one_vote_a_release_and_the_last_one_counts,
                    the_tally_counts_by_release_newest_first,
                }
                sounds {
                    the_first_waveform_of_a_sound_counts,
                    that_a_sound_was_played_is_shared_and_told_once,
                }
                reading {
                    pages_of_the_list_join_without_gap_or_repetition,
                    open_and_concluded_conversations_are_two_lists,
                    what_is_told_with_a_place_in_the_log_is_seen_by_the_rights_at_that_place,
                    pages_of_a_thread_join_in_both_directions,
                    a_thread_is_read_around_a_place,
                    what_is_visible_is_what_the_domain_says,
                }
                search {
                    two_hundred_queries_find_what_looking_at_everything_finds,
                    a_search_may_be_limited_to_one_of_our_numbers,
                    the_search_in_a_conversation_counts_and_places_every_hit,
                    what_becomes_of_a_message_is_found_at_once,
                    signs_of_any_language_are_searched_literally,
                    a_contact_is_found_by_what_it_is_called_now,
                }
                shelves {
                    shelves_hold_what_the_domain_says_in_pages,
                    what_becomes_of_a_message_shows_on_its_shelf_at_once,
                    what_may_not_be_seen_has_no_shelves,
                    what_is_joined_to_another_brings_its_shelves,
                }
                listing {
                    every_filter_and_order_is_true_for_all_that_may_be_seen,
                    a_place_that_nobody_gave_begins_a_page_like_any_other,
                    pins_are_the_agents_own_and_the_newest_wish_counts,
                    what_is_out_of_sight_can_be_let_go_and_not_pinned,
                    what_is_joined_to_another_keeps_its_pin_and_its_mark,
                    an_agent_pins_so_many_and_no_more,
                    what_is_out_of_sight_takes_no_room_on_top,
                    a_mark_is_shared_and_goes_when_somebody_reads,
                }
                assignment {
                    assigning_writes_a_line_once_and_leaves_preview_and_order,
                    sight_is_lost_and_gained_by_assigning_when_the_switch_is_on,
                    concluding_ends_the_assignment_and_shows_it_to_all_again,
                    who_loses_sight_and_gains_it_again_before_listening_ends_with_it,
                }
                log {
                    a_change_is_told_after_it_is_durable_with_state_as_of_the_read,
                    numbers_have_no_gaps_and_the_epoch_stays,
                    the_cursor_moves_past_what_may_not_be_seen,
                    following_the_log_from_anywhere_ends_where_loading_anew_does,
                }
            }
        }
    };
}

suite!(on_sqlite, crate::databases::sqlite);
