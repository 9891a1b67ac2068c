-- Why: a planned session with nothing in it but its coach's private note stayed behind at a handover, and that it stayed told
-- lead and successor that there is a note. It goes along like any other now, and the note stays with its author, who reads it
-- on the page of the person. Undone, it stands in the session again.
-- Locks: the table is new; none but those of replacing functions. Forward: CREATE OR REPLACE the functions.
CREATE TABLE "kept_note" (
    "session_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "program_id" UUID NOT NULL,
    "coachee_id" UUID NOT NULL,
    "session_on" DATE NOT NULL,
    "handover_id" UUID NOT NULL,
    "key_id" UUID NOT NULL,
    "ciphertext" BYTEA NOT NULL,

    CONSTRAINT "kept_note_pkey" PRIMARY KEY ("session_id", "author_id")
);
CREATE INDEX "kept_note_author_id_coachee_id_idx" ON "kept_note"("author_id", "coachee_id");
CREATE INDEX "kept_note_coachee_id_idx" ON "kept_note"("coachee_id");
CREATE INDEX "kept_note_handover_id_idx" ON "kept_note"("handover_id");
CREATE INDEX "kept_note_key_id_idx" ON "kept_note"("key_id");
ALTER TABLE "kept_note" ADD CONSTRAINT "kept_note_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "kept_note" ADD CONSTRAINT "kept_note_coachee_id_fkey" FOREIGN KEY ("coachee_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "kept_note" ADD CONSTRAINT "kept_note_handover_id_fkey" FOREIGN KEY ("handover_id") REFERENCES "handover"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "kept_note" ADD CONSTRAINT "kept_note_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "note_key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
GRANT SELECT ON kept_note TO throughline_web;
ALTER TABLE kept_note ENABLE ROW LEVEL SECURITY;
CREATE POLICY author_only ON kept_note FOR SELECT TO throughline_web
  USING (program_id = (SELECT app.program_id()) AND author_id = (SELECT app.person_id()));

-- As before, and notes of planned sessions are kept for their authors.
CREATE OR REPLACE FUNCTION app.carry_out_handover(p_id uuid, p_now timestamptz, p_today date) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
#variable_conflict use_column
DECLARE
  h handover;
  line handover_line;
  moved_group record;
  held coach_assignment;
  goal_row goal;
  step action_step;
  session coaching_session;
  due assessment;
  part daterange;
  new_group uuid;
  new_groups jsonb := '{}';
  plan session_plan;
  taker uuid;
  new_plan uuid;
  new_plans jsonb := '{}';
  starts date;
  added uuid;
BEGIN
  UPDATE handover SET state = 'carried_out', carried_out_at = p_now
  WHERE id = p_id AND program_id = app.program_id() AND state = 'planned' AND effective_on <= p_today
    AND app.may_hand_over(site_id)
  RETURNING * INTO h;
  IF NOT FOUND THEN RETURN NULL; END IF;

  FOR moved_group IN
    SELECT ga.*, asked.receiver_id FROM handover_group asked JOIN group_assignment ga ON ga.id = asked.group_assignment_id
    WHERE asked.handover_id = h.id AND ga.coach_id = h.coach_id AND (ga.ends_on IS NULL OR ga.ends_on > h.effective_on)
    ORDER BY ga.id FOR UPDATE OF ga
  LOOP
    IF moved_group.starts_on < h.effective_on THEN
      PERFORM app.keep_handover_item(h, 'group', moved_group.id, NULL, jsonb_build_object('ends_on', moved_group.ends_on));
      UPDATE group_assignment SET ends_on = h.effective_on WHERE id = moved_group.id;
      SELECT id INTO new_group FROM group_assignment other
      WHERE other.group_id = moved_group.group_id AND other.coach_id = moved_group.receiver_id
        AND daterange(other.starts_on, other.ends_on) && daterange(h.effective_on, moved_group.ends_on) LIMIT 1;
      IF new_group IS NULL THEN
        new_group := gen_random_uuid();
        INSERT INTO group_assignment (id, program_id, group_id, site_id, coach_id, intensity, starts_on, ends_on)
        VALUES (new_group, moved_group.program_id, moved_group.group_id, moved_group.site_id, moved_group.receiver_id,
          moved_group.intensity, h.effective_on, moved_group.ends_on);
        PERFORM app.keep_handover_item(h, 'group_added', new_group, NULL, NULL);
      END IF;
      new_groups := new_groups || jsonb_build_object(moved_group.id::text, new_group);
      new_group := NULL;
    ELSIF NOT EXISTS (SELECT FROM group_assignment other WHERE other.group_id = moved_group.group_id
        AND other.coach_id = moved_group.receiver_id
        AND daterange(other.starts_on, other.ends_on) && daterange(moved_group.starts_on, moved_group.ends_on)) THEN
      PERFORM app.keep_handover_item(h, 'group', moved_group.id, NULL,
        jsonb_build_object('coach_id', moved_group.coach_id, 'ends_on', moved_group.ends_on));
      UPDATE group_assignment SET coach_id = moved_group.receiver_id WHERE id = moved_group.id;
      new_groups := new_groups || jsonb_build_object(moved_group.id::text, moved_group.id);
    END IF;
  END LOOP;

  FOR line IN SELECT * FROM handover_line WHERE handover_id = h.id ORDER BY coachee_id LOOP
    CONTINUE WHEN NOT EXISTS (SELECT FROM coach_assignment assigned
      WHERE assigned.coach_id = h.coach_id AND assigned.coachee_id = line.coachee_id
        AND (assigned.ends_on IS NULL OR assigned.ends_on > h.effective_on) AND app.may_hand_over(assigned.site_id));
    UPDATE handover_line SET facts = (
      SELECT jsonb_build_object('heldSessions', count(*), 'minutes', coalesce(sum(LEAST(own.minutes, s.observation_minutes + s.meeting_minutes)), 0),
        'firstOn', min(s.session_on), 'lastOn', max(s.session_on))
      FROM session_attendee own JOIN coaching_session s ON s.id = own.session_id
      WHERE own.person_id = line.coachee_id AND own.lead_coach_id = h.coach_id AND own.attendance IN ('full', 'partial')
        AND s.status IN ('held', 'held_partial')) || jsonb_build_object(
      'focus', (SELECT coalesce(jsonb_agg(jsonb_build_object('functionId', focus.essential_function_id, 'sessions', focus.sessions)
            ORDER BY focus.sessions DESC, focus.essential_function_id), '[]')
          FROM (SELECT worked.essential_function_id, count(*) AS sessions
            FROM session_attendee own JOIN coaching_session s ON s.id = own.session_id JOIN session_focus worked ON worked.session_id = s.id
            WHERE own.person_id = line.coachee_id AND own.lead_coach_id = h.coach_id AND s.status IN ('held', 'held_partial')
              AND s.session_on >= h.effective_on - 90
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5) focus),
      'heldLast90Days', (SELECT count(*) FROM session_attendee own JOIN coaching_session s ON s.id = own.session_id
          WHERE own.person_id = line.coachee_id AND own.lead_coach_id = h.coach_id AND own.attendance IN ('full', 'partial')
            AND s.status IN ('held', 'held_partial') AND s.session_on >= h.effective_on - 90),
      'metGoals', (SELECT count(*) FROM goal WHERE coach_id = h.coach_id AND coachee_id = line.coachee_id AND status = 'met'))
    WHERE handover_id = h.id AND coachee_id = line.coachee_id;

    FOR held IN SELECT * FROM coach_assignment assigned
      WHERE assigned.coach_id = h.coach_id AND assigned.coachee_id = line.coachee_id
        AND (assigned.ends_on IS NULL OR assigned.ends_on > h.effective_on) AND app.may_hand_over(assigned.site_id)
      ORDER BY assigned.starts_on FOR UPDATE
    LOOP
      IF held.starts_on < h.effective_on THEN
        PERFORM app.keep_handover_item(h, 'assignment', held.id, line.coachee_id,
          jsonb_build_object('ends_on', held.ends_on, 'end_reason', held.end_reason, 'ended_by_group', held.ended_by_group));
        UPDATE coach_assignment SET ends_on = h.effective_on, end_reason = 'Handed over', ended_by_group = false WHERE id = held.id;
      ELSE
        PERFORM app.keep_handover_item(h, 'assignment_removed', held.id, line.coachee_id, to_jsonb(held));
        DELETE FROM coach_assignment WHERE id = held.id;
      END IF;
      -- Days on which the receiver coaches the person anyway stay as they are.
      FOR part IN
        SELECT unnest(datemultirange(daterange(GREATEST(held.starts_on, h.effective_on), held.ends_on)) - coalesce((
          SELECT range_agg(daterange(other.starts_on, other.ends_on)) FROM coach_assignment other
          WHERE other.coach_id = line.receiver_id AND other.coachee_id = line.coachee_id), '{}'))
      LOOP
        INSERT INTO coach_assignment (program_id, site_id, unit_id, coach_id, coachee_id, intensity, starts_on, ends_on,
          group_assignment_id, ended_by_group)
        VALUES (held.program_id, held.site_id, held.unit_id, line.receiver_id, held.coachee_id, held.intensity, lower(part), upper(part),
          (new_groups ->> held.group_assignment_id::text)::uuid,
          held.ended_by_group AND upper(part) IS NOT NULL AND new_groups ? coalesce(held.group_assignment_id::text, ''))
        RETURNING id INTO added;
        PERFORM app.keep_handover_item(h, 'assignment_added', added, line.coachee_id, NULL);
      END LOOP;
    END LOOP;

    FOR goal_row IN SELECT * FROM goal
      WHERE goal.coach_id = h.coach_id AND goal.coachee_id = line.coachee_id AND goal.status = 'active' ORDER BY id FOR UPDATE
    LOOP
      PERFORM app.keep_handover_item(h, 'goal', goal_row.id, line.coachee_id, jsonb_build_object('coach_id', goal_row.coach_id,
        'earlier_coach_ids', goal_row.earlier_coach_ids, 'row_version', goal_row.row_version));
      UPDATE goal SET coach_id = line.receiver_id, row_version = row_version + 1,
        earlier_coach_ids = array_append(array_remove(earlier_coach_ids, h.coach_id), h.coach_id)
      WHERE id = goal_row.id;
    END LOOP;

    FOR step IN SELECT * FROM action_step
      WHERE action_step.coach_id = h.coach_id AND action_step.coachee_id = line.coachee_id AND action_step.status IN ('open', 'partly_done')
      ORDER BY id FOR UPDATE
    LOOP
      PERFORM app.keep_handover_item(h, 'step', step.id, line.coachee_id, jsonb_build_object('coach_id', step.coach_id,
        'owner_id', step.owner_id, 'earlier_coach_ids', step.earlier_coach_ids));
      UPDATE action_step SET coach_id = line.receiver_id,
        owner_id = CASE WHEN owner_id = h.coach_id THEN line.receiver_id ELSE owner_id END,
        earlier_coach_ids = array_append(array_remove(earlier_coach_ids, h.coach_id), h.coach_id)
      WHERE id = step.id;
    END LOOP;

    FOR due IN SELECT * FROM assessment
      WHERE rater_id = h.coach_id AND subject_id = line.coachee_id AND state IN ('planned', 'open') ORDER BY id FOR UPDATE
    LOOP
      PERFORM app.keep_handover_item(h, 'assessment', due.id, line.coachee_id,
        jsonb_build_object('rater_id', due.rater_id, 'row_version', due.row_version));
      UPDATE assessment SET rater_id = line.receiver_id, row_version = row_version + 1 WHERE id = due.id;
    END LOOP;
  END LOOP;

  -- A plan ends with the day before, and goes on with whoever takes its people over, in the same weeks or months.
  FOR plan IN SELECT * FROM session_plan p
    WHERE p.coach_id = h.coach_id AND (p.ends_on IS NULL OR p.ends_on >= GREATEST(h.effective_on, p.starts_on))
    ORDER BY p.id FOR UPDATE
  LOOP
    starts := app.plan_start_from(plan, h.effective_on);
    FOR taker IN SELECT DISTINCT moving.receiver_id FROM session_plan_attendee guest
      JOIN handover_line moving ON moving.handover_id = h.id AND moving.coachee_id = guest.person_id AND moving.facts IS NOT NULL
      WHERE guest.plan_id = plan.id AND NOT EXISTS (
        SELECT FROM session_plan_attendee named WHERE named.plan_id = plan.id AND named.person_id = moving.receiver_id)
      ORDER BY 1
    LOOP
      CONTINUE WHEN starts > plan.ends_on;
      new_plan := gen_random_uuid();
      INSERT INTO session_plan (id, program_id, coach_id, zone, starts_on, ends_on, every, weekdays, week_of_month, start_time, minutes,
        modality, follows_id, created_at, updated_at)
      VALUES (new_plan, plan.program_id, taker, plan.zone, starts, plan.ends_on, plan.every, plan.weekdays, plan.week_of_month,
        plan.start_time, plan.minutes, plan.modality, plan.id, p_now, p_now);
      INSERT INTO session_plan_attendee (plan_id, coach_id, person_id, program_id, position)
      SELECT new_plan, taker, guest.person_id, guest.program_id, guest.position FROM session_plan_attendee guest
      JOIN handover_line moving ON moving.handover_id = h.id AND moving.coachee_id = guest.person_id AND moving.facts IS NOT NULL
      WHERE guest.plan_id = plan.id AND moving.receiver_id = taker;
      INSERT INTO session_plan_focus (plan_id, coach_id, essential_function_id, program_id)
      SELECT new_plan, taker, essential_function_id, program_id FROM session_plan_focus WHERE plan_id = plan.id;
      PERFORM app.keep_handover_item(h, 'plan_added', new_plan, NULL, NULL);
      new_plans := new_plans || jsonb_build_object(plan.id || ' ' || taker, new_plan);
    END LOOP;
    CONTINUE WHEN EXISTS (SELECT FROM session_plan_attendee guest WHERE guest.plan_id = plan.id AND NOT EXISTS (
      SELECT FROM handover_line moving
      WHERE moving.handover_id = h.id AND moving.coachee_id = guest.person_id AND moving.facts IS NOT NULL));
    PERFORM app.keep_handover_item(h, 'plan', plan.id, NULL,
      jsonb_build_object('ends_on', plan.ends_on, 'row_version', plan.row_version, 'updated_at', plan.updated_at));
    UPDATE session_plan SET ends_on = GREATEST(starts_on, h.effective_on) - 1, row_version = row_version + 1, updated_at = p_now
    WHERE id = plan.id;
  END LOOP;

  -- A planned session goes along when all its people go to the same coach, and nothing was written into it yet.
  FOR session IN SELECT * FROM coaching_session s
    WHERE s.lead_coach_id = h.coach_id AND s.session_on >= h.effective_on AND s.status = 'scheduled'
      AND NOT app.holds_words(s.id)
      -- A note of the first kind has no key of its author yet and cannot leave its session.
      AND NOT EXISTS (SELECT FROM session_private_note WHERE session_id = s.id AND key_id IS NULL)
      -- Whoever stands in it already cannot become its lead.
      AND NOT EXISTS (SELECT FROM handover_line moving
        JOIN (SELECT session_id, person_id FROM session_coach UNION ALL SELECT session_id, person_id FROM session_attendee) named
          ON named.person_id = moving.receiver_id AND named.session_id = s.id
        WHERE moving.handover_id = h.id)
      AND (SELECT count(DISTINCT moving.receiver_id) = 1 AND count(*) = count(moving.receiver_id)
        FROM session_attendee attendee
        LEFT JOIN handover_line moving ON moving.handover_id = h.id AND moving.coachee_id = attendee.person_id AND moving.facts IS NOT NULL
        WHERE attendee.session_id = s.id AND attendee.role = 'coachee')
    ORDER BY s.id FOR UPDATE
  LOOP
    SELECT moving.* INTO line FROM session_attendee attendee
    JOIN handover_line moving ON moving.handover_id = h.id AND moving.coachee_id = attendee.person_id
    WHERE attendee.session_id = session.id AND attendee.role = 'coachee' LIMIT 1;
    PERFORM app.keep_handover_item(h, 'session', session.id, line.coachee_id, jsonb_build_object('lead_coach_id', session.lead_coach_id,
      'is_coach_certified', session.is_coach_certified, 'row_version', session.row_version, 'updated_at', session.updated_at,
      'plan_id', session.plan_id));
    UPDATE coaching_session SET lead_coach_id = line.receiver_id, plan_id = coalesce((new_plans ->> (plan_id || ' ' || line.receiver_id))::uuid, plan_id), row_version = row_version + 1, updated_at = p_now,
      is_coach_certified = EXISTS (SELECT FROM certification
        WHERE person_id = line.receiver_id AND kind = 'coach' AND valid_from <= session.session_on AND valid_until >= session.session_on
          AND (revoked_on IS NULL OR revoked_on > session.session_on))
    WHERE id = session.id;
    -- What its author noted for themself stays theirs: nothing about the session says that there was a note.
    INSERT INTO kept_note (session_id, author_id, program_id, coachee_id, session_on, handover_id, key_id, ciphertext)
    SELECT note.session_id, note.author_id, note.program_id, line.coachee_id, session.session_on, h.id, note.key_id, note.ciphertext
    FROM session_private_note note WHERE note.session_id = session.id;
    DELETE FROM session_private_note WHERE session_id = session.id;
  END LOOP;

  -- A day that was free, or whose session stays, is not planned anew.
  INSERT INTO withdrawn_session (id, program_id, coach_id, attendee_ids, plan_id, occurrence_on, session_on, zone, row_version, withdrawn_at)
  SELECT gen_random_uuid(), fresh.program_id, fresh.coach_id, '{}', fresh.id, held_day.occurrence_on, held_day.occurrence_on, fresh.zone, 1, p_now
  FROM handover_item added JOIN session_plan fresh ON fresh.id = added.subject_id
  JOIN LATERAL (
    SELECT occurrence_on FROM withdrawn_session WHERE plan_id = fresh.follows_id
    UNION SELECT occurrence_on FROM coaching_session WHERE plan_id = fresh.follows_id) held_day ON held_day.occurrence_on >= h.effective_on
  WHERE added.handover_id = h.id AND added.kind = 'plan_added'
    AND NOT EXISTS (SELECT FROM coaching_session moved WHERE moved.plan_id = fresh.id AND moved.occurrence_on = held_day.occurrence_on);

  UPDATE handover_item SET after_hash = app.handover_row_hash(kind, subject_id) WHERE handover_id = h.id;
  RETURN coalesce((SELECT jsonb_object_agg(kind, n) FROM (
    SELECT kind, count(*) AS n FROM handover_item WHERE handover_id = h.id GROUP BY kind) counted), '{}');
END $$;

CREATE OR REPLACE FUNCTION app.undo_handover(p_id uuid, p_now timestamptz) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, app, pg_temp AS $$
#variable_conflict use_column
DECLARE
  h handover;
  item handover_item;
  added_since record;
BEGIN
  SELECT * INTO h FROM handover WHERE id = p_id AND program_id = app.program_id() AND app.may_hand_over(site_id) FOR UPDATE;
  IF NOT FOUND OR h.state <> 'carried_out' THEN RETURN 'state'; END IF;
  IF h.carried_out_at <= p_now - INTERVAL '24 hours' THEN RETURN 'late'; END IF;
  FOR item IN SELECT * FROM handover_item WHERE handover_id = h.id ORDER BY position LOOP
    IF app.handover_row_hash(item.kind, item.subject_id) <> item.after_hash THEN
      RETURN item.kind || ' ' || coalesce(item.coachee_id, item.subject_id);
    END IF;
  END LOOP;
  SELECT fresh.* INTO added_since FROM (
    SELECT 'new-session' AS kind, line.coachee_id FROM handover_line line
    JOIN session_attendee attendee ON attendee.person_id = line.coachee_id AND attendee.lead_coach_id = line.receiver_id
    JOIN coaching_session session ON session.id = attendee.session_id
    WHERE line.handover_id = h.id AND (session.recorded_at > h.carried_out_at OR session.updated_at > h.carried_out_at)
      AND NOT EXISTS (SELECT FROM handover_item own WHERE own.handover_id = h.id AND own.subject_id = session.id)
      AND NOT (session.status = 'scheduled' AND session.follows_plan AND NOT app.holds_words(session.id)
        AND NOT EXISTS (SELECT FROM session_private_note WHERE session_id = session.id)
        AND EXISTS (SELECT FROM handover_item added
          WHERE added.handover_id = h.id AND added.kind = 'plan_added' AND added.subject_id = session.plan_id))
    UNION ALL
    SELECT 'new-goal', line.coachee_id FROM handover_line line
    JOIN goal ON goal.coachee_id = line.coachee_id AND goal.coach_id = line.receiver_id
    WHERE line.handover_id = h.id AND goal.created_at > h.carried_out_at
      AND NOT EXISTS (SELECT FROM handover_item own WHERE own.handover_id = h.id AND own.subject_id = goal.id)
    UNION ALL
    SELECT 'new-step', line.coachee_id FROM handover_line line
    JOIN action_step step ON step.coachee_id = line.coachee_id AND step.coach_id = line.receiver_id
    WHERE line.handover_id = h.id AND step.created_at > h.carried_out_at
      AND NOT EXISTS (SELECT FROM handover_item own WHERE own.handover_id = h.id AND own.subject_id = step.id)
    UNION ALL
    SELECT 'new-assignment', assigned.coachee_id FROM handover_item kept
    JOIN coach_assignment assigned ON assigned.group_assignment_id = kept.subject_id
    WHERE kept.handover_id = h.id AND kept.kind IN ('group_added', 'group') AND assigned.coach_id <> h.coach_id
      AND NOT EXISTS (SELECT FROM handover_item own WHERE own.handover_id = h.id AND own.subject_id = assigned.id)
    UNION ALL
    SELECT 'new-assignment', line.coachee_id FROM handover_line line
    JOIN handover_item ended ON ended.handover_id = h.id AND ended.kind IN ('assignment', 'assignment_removed')
      AND ended.coachee_id = line.coachee_id
    JOIN coach_assignment assigned ON assigned.coach_id = h.coach_id AND assigned.coachee_id = line.coachee_id
      AND assigned.id <> ended.subject_id AND assigned.starts_on >= h.effective_on) fresh
  LIMIT 1;
  IF FOUND THEN RETURN added_since.kind || ' ' || added_since.coachee_id; END IF;

  FOR item IN SELECT * FROM handover_item WHERE handover_id = h.id ORDER BY position DESC LOOP
    CASE item.kind
      WHEN 'assignment_added' THEN DELETE FROM coach_assignment WHERE id = item.subject_id;
      WHEN 'assignment_removed' THEN
        INSERT INTO coach_assignment SELECT (jsonb_populate_record(NULL::coach_assignment, item.before)).*;
      WHEN 'assignment' THEN
        UPDATE coach_assignment SET (ends_on, end_reason, ended_by_group) = (
          SELECT r.ends_on, r.end_reason, r.ended_by_group FROM jsonb_populate_record(NULL::coach_assignment, item.before) r)
        WHERE id = item.subject_id;
      WHEN 'group_added' THEN DELETE FROM group_assignment WHERE id = item.subject_id;
      WHEN 'group' THEN
        UPDATE group_assignment SET (coach_id, ends_on) = (
          SELECT coalesce(r.coach_id, group_assignment.coach_id), r.ends_on
          FROM jsonb_populate_record(NULL::group_assignment, item.before) r)
        WHERE id = item.subject_id;
      WHEN 'goal' THEN
        UPDATE goal SET (coach_id, earlier_coach_ids, row_version) = (
          SELECT r.coach_id, r.earlier_coach_ids, r.row_version FROM jsonb_populate_record(NULL::goal, item.before) r)
        WHERE id = item.subject_id;
      WHEN 'step' THEN
        UPDATE action_step SET (coach_id, owner_id, earlier_coach_ids) = (
          SELECT r.coach_id, r.owner_id, r.earlier_coach_ids FROM jsonb_populate_record(NULL::action_step, item.before) r)
        WHERE id = item.subject_id;
      WHEN 'session' THEN
        UPDATE coaching_session SET (lead_coach_id, is_coach_certified, row_version, updated_at, plan_id) = (
          SELECT r.lead_coach_id, r.is_coach_certified, r.row_version, r.updated_at, r.plan_id
          FROM jsonb_populate_record(NULL::coaching_session, item.before) r)
        WHERE id = item.subject_id;
        INSERT INTO session_private_note (session_id, author_id, program_id, key_id, ciphertext)
        SELECT session_id, author_id, program_id, key_id, ciphertext FROM kept_note
        WHERE session_id = item.subject_id AND handover_id = h.id;
        DELETE FROM kept_note WHERE session_id = item.subject_id AND handover_id = h.id;
      WHEN 'plan' THEN
        UPDATE session_plan SET (ends_on, row_version, updated_at) = (
          SELECT r.ends_on, r.row_version, r.updated_at FROM jsonb_populate_record(NULL::session_plan, item.before) r)
        WHERE id = item.subject_id;
      WHEN 'plan_added' THEN
        -- What the plan has made since goes with it, and the calendars that hold it are told.
        INSERT INTO withdrawn_session (id, program_id, coach_id, attendee_ids, session_on, zone, starts_at, ends_at, row_version, withdrawn_at)
        SELECT made.id, made.program_id, made.lead_coach_id, ARRAY(SELECT person_id FROM session_attendee WHERE session_id = made.id),
          made.session_on, made.zone, made.scheduled_start_at, made.scheduled_end_at, made.row_version + 1, p_now
        FROM coaching_session made WHERE made.plan_id = item.subject_id;
        DELETE FROM coaching_session WHERE plan_id = item.subject_id;
        DELETE FROM session_plan WHERE id = item.subject_id;
      WHEN 'assessment' THEN
        UPDATE assessment SET (rater_id, row_version) = (
          SELECT r.rater_id, r.row_version FROM jsonb_populate_record(NULL::assessment, item.before) r)
        WHERE id = item.subject_id;
    END CASE;
  END LOOP;
  UPDATE handover_line SET facts = NULL WHERE handover_id = h.id;
  UPDATE handover SET state = 'undone', undone_at = p_now WHERE id = h.id;
  RETURN NULL;
END $$;
