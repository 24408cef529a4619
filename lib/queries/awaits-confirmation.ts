import { sql } from 'drizzle-orm'

/** Whether the assignee of a duty `t` has an account and has not confirmed it, or not since the reminder. */
export const awaitsConfirmation = sql`(t.duty_minutes is not null and t.assignee_id is not null
  and (t.acknowledged_at is null or coalesce(t.acknowledged_at < t.duty_reminded_at, false))
  and not exists (select 1 from managed_members p where p.user_id = t.assignee_id))`
