import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { wallOf } from '@/lib/calendar/day'
import { REMEMBERED } from '@/lib/calendar/remembered'
import { isView } from '@/lib/calendar/views'
import { wallAt } from '@/lib/calendar/zones/zone'
import { pageUser } from '@/lib/http/actor'

/** The calendar is always somewhere: today, in the view that this browser was last in. */
export default async function Calendar() {
  const { timeZone } = await pageUser('/calendar')
  const last = (await cookies()).get(REMEMBERED.view)?.value
  const view = isView(last) ? last : 'month'
  redirect(`/calendar/${view}/${wallOf(wallAt(Date.now(), timeZone)).slice(0, 10)}`)
}
