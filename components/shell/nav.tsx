'use client'
'use no memo'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import {
  CalendarDays,
  CircleCheck,
  House,
  LogOut,
  Search,
  Settings,
  Users,
  Vote,
} from '@/components/ui/icons'
import { Brand } from './brand'
import { PlainLink } from './link'
import styles from './nav.module.css'
import { NavLink } from './nav-link'
import { SearchShortcut } from './search-shortcut'
import { SignOutForm } from './sign-out-form'
import { UnseenDot } from './unseen-dot'

/**
 * The main navigation: at the top on wide screens, at the bottom on phones. A client component, since a server
 * component would send its icons twice, as HTML and as React data.
 */
export function Nav({ name, bell }: { name: string; bell: ReactNode }) {
  const t = useTranslations('nav')
  return (
    <nav className={styles.nav} aria-label={t('label')}>
      <PlainLink href="/home" className={styles.brand}>
        <Brand /> <span>{t('name')}</span>
      </PlainLink>
      <ul>
        <li>
          <NavLink href="/home">
            <House size={18} /> <span>{t('home')}</span>
            <UnseenDot label={t('unseen')} />
          </NavLink>
        </li>
        <li>
          <NavLink href="/calendar">
            <CalendarDays size={18} /> <span>{t('calendar')}</span>
          </NavLink>
        </li>
        <li>
          <NavLink href="/tasks">
            <CircleCheck size={18} /> <span>{t('tasks')}</span>
          </NavLink>
        </li>
        <li className={styles.onWide}>
          <NavLink href="/gatherings">
            <Vote size={18} /> <span>{t('gatherings')}</span>
          </NavLink>
        </li>
        <li>
          <NavLink href="/search">
            <Search size={18} /> <span>{t('search')}</span>
          </NavLink>
        </li>
        <li>
          <NavLink href="/groups">
            <Users size={18} /> <span>{t('groups')}</span>
          </NavLink>
        </li>
        <li>
          <NavLink href="/settings">
            <Settings size={18} /> <span>{t('settings')}</span>
          </NavLink>
        </li>
        {bell}
      </ul>
      <SearchShortcut />
      <SignOutForm className={styles.account}>
        <span dir="auto">{name}</span>
        <button type="submit" className="button quiet icon" aria-label={t('signOut')} title={t('signOut')}>
          <LogOut size={17} className="flips" />
        </button>
      </SignOutForm>
    </nav>
  )
}
