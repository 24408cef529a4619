import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type en from '@/messages/en'
import styles from './admin.module.css'
import { type DateSettings, formatInstant } from './format'

type Column = keyof typeof en.admin.columns
export type Cells = [column: Column, cell: ReactNode][]

/** Parts of cells that several lists share: texts, times, links and marks of a state. */
export interface CellTools {
  t: ReturnType<typeof useTranslations<'admin'>>
  formatTime(instant: string | null): ReactNode
  linkTo(href: string, text: string | number): ReactNode
  marks(...names: (false | keyof typeof en.admin.marks)[]): ReactNode
}

export function useCellTools(viewer: DateSettings): CellTools {
  const t = useTranslations('admin')
  const formatTime = (instant: string | null) =>
    instant ? <time dateTime={instant}>{formatInstant(instant, viewer)}</time> : t('never')
  const linkTo = (href: string, text: string | number) => (
    <Link href={href} prefetch={false} dir="auto">
      {text}
    </Link>
  )
  const marks = (...names: (false | keyof typeof en.admin.marks)[]) => (
    <span className={styles.adminMarks}>
      {names
        .filter((name) => name !== false)
        .map((name) => (
          <span key={name} className={styles.adminMark} data-mark={name}>
            {t(`marks.${name}`)}
          </span>
        ))}
    </span>
  )
  return { t, formatTime, linkTo, marks }
}
