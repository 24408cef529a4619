'use client'

import { later } from '@/components/shell/later'

/** The home page, whose code the calendar does not need. */
export const OfflineHome = later(
  () => import('@/components/home/home-page').then((all) => all.HomePage),
  ['change', 'event', 'history', 'home', 'palette', 'received', 'repeat'],
)
