import { redirect } from 'next/navigation'
import { wallOf } from '@/lib/calendar/day'
import { wallAt } from '@/lib/calendar/zones/zone'
import { pageUser } from '@/lib/http/actor'

/** The calendar is always somewhere: today, unless said otherwise. */
export default async function Calendar() {
  const { timeZone } = await pageUser('/calendar')
  redirect(`/calendar/month/${wallOf(wallAt(Date.now(), timeZone)).slice(0, 10)}`)
}
