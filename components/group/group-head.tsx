'use client'

import { Activity, Bell, BellOff, CalendarDays, LogOut, Settings, Vote } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Avatar } from '@/components/ui/avatar'
import { useHydrated } from '@/components/ui/hydrated'
import { canManageGroup } from '@/lib/calendar/roles'
import type { GroupOverview } from '@/lib/schemas/groups'
import styles from './group.module.css'

/** Name and picture of a group, with links to its pages. */
export function GroupHead({
  group,
  isLeaving,
  onLeave,
  onMute,
}: {
  group: GroupOverview
  /** Whether the page asks whether to leave the group. */
  isLeaving: boolean
  onLeave(): void
  /** Mutes or unmutes the group for the viewer. */
  onMute(): void
}) {
  const t = useTranslations('group')
  const isHydrated = useHydrated()
  return (
    <header className={styles.groupHead}>
      <Avatar id={group.id} name={group.name} image={group.image} color={group.color} isGroup size="huge" />
      <div className={styles.groupName}>
        <h1 dir="auto">{group.name}</h1>
        {group.description && (
          <p className={styles.groupAbout} dir="auto">
            {group.description}
          </p>
        )}
      </div>
      <div className={styles.groupWays}>
        <Link href="/calendar" className="button primary">
          <CalendarDays size={16} aria-hidden /> {t('openCalendar')}
        </Link>
        <Link href={`/groups/${group.id}/activity`} prefetch={false} className="button">
          <Activity size={16} aria-hidden /> {t('activity')}
        </Link>
        <Link href={`/gatherings?group=${group.id}`} prefetch={false} className="button">
          <Vote size={16} aria-hidden /> {t('gatherings')}
        </Link>
        {canManageGroup(group.role) && (
          <Link href={`/groups/${group.id}/settings`} prefetch={false} className="button">
            <Settings size={16} aria-hidden /> {t('settings')}
          </Link>
        )}
        <button type="button" className="button" disabled={!isHydrated} onClick={onMute}>
          {group.muted ? <BellOff size={16} aria-hidden /> : <Bell size={16} aria-hidden />}{' '}
          {t(group.muted ? 'unmute' : 'mute')}
        </button>
        <button type="button" className="button quiet danger" aria-expanded={isLeaving} onClick={onLeave}>
          <LogOut size={16} className="flips" aria-hidden /> {t('leave')}
        </button>
      </div>
    </header>
  )
}
