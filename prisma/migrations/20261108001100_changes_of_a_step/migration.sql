-- Why: a step of a session of several can be handed from one of its coachees to another. What the history says of it while
-- it was the first one's is not the second one's to read: a coachee reads of a step the changes in which it was nobody
-- else's. Coaches read what they read before.
-- Locks: a short ACCESS EXCLUSIVE (catalogue only). Forward: ALTER POLICY.
ALTER POLICY value_reads ON session_amendment_value
  USING (program_id = (SELECT app.program_id())
    AND (lead_coach_id = (SELECT app.person_id())
      OR (sight IN ('facts', 'attendee')
        AND (site_id = ANY ((SELECT app.site_ids())::uuid[]) OR unit_id = ANY ((SELECT app.unit_ids())::uuid[])))
      OR (sight = 'facts' AND session_id = ANY ((SELECT app.attended_session_ids())::uuid[]))
      OR (sight = 'attendee' AND subject_id = (SELECT app.person_id()))
      OR (sight = 'conversation' AND session_id = ANY ((SELECT app.coached_session_ids())::uuid[])
        AND (subject_id IS NULL OR subject_id = ANY ((SELECT app.spoken_ids())::uuid[]))
        AND (session_id = ANY ((SELECT app.joined_session_ids())::uuid[])
          OR (coalesce((before ->> 'ownerId')::uuid, lead_coach_id) = ANY (ARRAY[(SELECT app.person_id()), lead_coach_id])
            AND coalesce((after ->> 'ownerId')::uuid, lead_coach_id) = ANY (ARRAY[(SELECT app.person_id()), lead_coach_id]))))));
