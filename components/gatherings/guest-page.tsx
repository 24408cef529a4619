import { randomUUID } from 'node:crypto'
import type { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { CopyField } from '@/components/ui/copy-field'
import type { ZonedDateFormat } from '@/lib/event-text/when-text'
import type { GatheringPageData } from '@/lib/schemas/gathering-page'
import { GatheringHead } from './gathering-head'
import styles from './guest-page.module.css'
import { GuestSlots } from './guest-slots'
import type { RefusedVote } from './voter-fields'
import { Voting } from './voting'
import type { GatheringTranslator } from './voting-props'

/** The page of a gathering for visitors, and for participants without an account. Works without scripts. */
export function GuestGathering({
  page,
  format,
  now,
  userAgent,
  formPath,
  personalLink,
  isAddressOffered,
  done,
  refused,
  t,
  event,
  presence,
  children,
}: {
  page: GatheringPageData
  format: ZonedDateFormat
  now: number
  userAgent: string
  /** Prefix of the paths that the page's forms are sent to. */
  formPath: string
  /** The participant's own address of this page; null for visitors, who have none yet. */
  personalLink: string | null
  isAddressOffered: boolean
  /** The result of the last form: `joined`, `saved` or `partly`. */
  done: string | undefined
  refused: RefusedVote | undefined
  t: GatheringTranslator
  event: ReturnType<typeof useTranslations<'event'>>
  /** Shows who has the page open. */
  presence: ReactNode
  children?: ReactNode
}) {
  const isVisitor = page.viewer === null
  const isDone = done === 'joined' || done === 'saved' || done === 'partly' || done === 'proposed'
  const isSlotForm = refused?.values.date !== undefined
  return (
    <>
      <GatheringHead page={page} format={format} now={now} userAgent={userAgent} t={t} event={event} />
      {presence}
      {page.gathering.eventPath && (
        <p>
          <a className="button" href={page.gathering.eventPath}>
            {t('openInvitation')}
          </a>
        </p>
      )}
      {isDone && (
        <p className={`notice ${styles.done}`} role="status">
          {t(done === 'partly' ? 'savedPartly' : done === 'proposed' ? 'proposed' : 'saved')}
        </p>
      )}
      {done === 'joined' && personalLink && (
        <section className={styles.personal}>
          <p>{t('personalHint')}</p>
          <CopyField
            label={t('personalLink')}
            value={personalLink}
            copy={t('copyLink')}
            copied={t('copied')}
          />
        </section>
      )}
      <Voting
        page={page}
        format={format}
        isDeviceZone
        now={now}
        saving={{
          ...{
            kind: 'form',
            idempotencyKey: randomUUID().replaceAll('-', ''),
            isVisitor,
            isAddressOffered,
            refused: isSlotForm ? undefined : refused,
          },
          action: `${formPath}/${isVisitor ? 'join' : 'vote'}`,
        }}
      />
      {page.can.addSlots && !isVisitor && (
        <GuestSlots
          formPath={formPath}
          zone={page.gathering.timeZone}
          refused={isSlotForm ? refused : undefined}
          t={t}
        />
      )}
      {children}
    </>
  )
}
