import { randomUUID } from 'node:crypto'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { errorTextOf } from '@/components/forms/error-text'
import { AnswerForm } from '@/components/guest/answer-form'
import { CalendarLinks } from '@/components/guest/calendar-links'
import { GuestComments } from '@/components/guest/guest-comments'
import { GuestDates } from '@/components/guest/guest-dates'
import { GuestEvent } from '@/components/guest/guest-event'
import { GuestFrame } from '@/components/guest/guest-frame'
import { GuestHead, GuestNotices } from '@/components/guest/guest-head'
import { GuestList } from '@/components/guest/guest-list'
import { takenText } from '@/components/guest/guest-sheet'
import { GuestTasks } from '@/components/guest/guest-tasks'
import { formatSpan, GuestWhen } from '@/components/guest/guest-when'
import { JoinForm } from '@/components/guest/join-form'
import { LanguageForm, ReminderForm } from '@/components/guest/option-forms'
import { PageUpdates } from '@/components/guest/page-updates'
import { fieldTexts } from '@/components/guest/plain-form-field'
import type { GuestLink } from '@/lib/access/guest-links'
import { guestToken } from '@/lib/access/guest-tokens'
import { MAX_SLUG_LENGTH } from '@/lib/calendar/gatherings/choices'
import { ERRORS } from '@/lib/errors'
import { readGatheringPage } from '@/lib/http/gathering-page'
import { readGuestLink, readGuestPage } from '@/lib/http/guest'
import { readRefusedForm } from '@/lib/http/guest-form-state'
import { guestFormat, guestLocale } from '@/lib/http/guest-format'
import { setPageStatus } from '@/lib/http/page-status'
import { isMailEnabled } from '@/lib/mail/send'
import { guestChannel } from '@/lib/realtime/channels'
import { realtimeSettings } from '@/lib/realtime/settings'
import { ANSWER_STATUSES } from '@/lib/schemas/choices'
import { languageOf } from '@/lib/schemas/languages'
import { GatheringBySlug } from './gathering'

interface Props {
  params: Promise<{ token: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/**
 * The URL is a secret, so it must not be indexed. It is sent as referrer to this server only (lib/server/reply.mjs);
 * with `no-referrer`, browsers would send forms without an origin.
 */
export async function generateMetadata(props: Props): Promise<Metadata> {
  const { token } = await props.params
  const gathering = isGatheringSlug(token) && (await readGatheringPage(token))
  if (gathering) return { title: gathering.gathering.title, robots: { index: false, follow: false } }
  const { link, page } = await readPage(props)
  const t = await getTranslations({ locale: await guestLocale(link?.locale ?? null), namespace: 'guest' })
  return { title: page?.title ?? t('title'), robots: { index: false, follow: false } }
}

/** The page of a guest's link, or of a gathering. Opening it changes nothing, because mail scanners open every link. */
export default async function GuestLinkPage(props: Props) {
  const { token: address } = await props.params
  if (isGatheringSlug(address)) {
    const { done, refused } = await props.searchParams
    const textOf = (value: typeof done) => (typeof value === 'string' ? value : undefined)
    return <GatheringBySlug slug={address} asked={{ done: textOf(done), refused: textOf(refused) }} />
  }
  const found = await readPage(props)
  if (found.link?.state === 'gone') return <Gone link={found.link} />
  if (found.link?.state === 'deleted') return <Deleted link={found.link} />
  const { token, link, page, asked, loadedAt } = found
  // The occurrence was moved or deleted after the guest got the link to it.
  if (link && !page && asked.occurrence !== undefined) redirect(`/g/${token}`)
  if (!link || !page) notFound()

  const locale = await guestLocale(link.locale)
  const [t, event, repeat, errors, app, words] = await Promise.all([
    getTranslations({ locale, namespace: 'guest' }),
    getTranslations({ locale, namespace: 'event' }),
    getTranslations({ locale, namespace: 'repeat' }),
    getTranslations({ locale, namespace: 'errors' }),
    getTranslations({ locale, namespace: 'app' }),
    getTranslations({ locale, namespace: 'tasks' }),
  ])
  const sharedProps = {
    page,
    path: `/g/${token}`,
    formPath: `/api/guest/${token}`,
    ...guestFormat(locale, page.span),
    t,
  }
  const refused = await readRefusedForm(asked.refused)
  const errorText = errorTextOf(errors, locale)
  const refusedForm = refused && {
    values: refused.values,
    text:
      takenText(refused.error, words) ??
      (refused.error.code === 'LIMIT_REACHED'
        ? t('full')
        : `${errorText.form(refused.error)} ${t('refused')}`),
    fields: fieldTexts(refused.error.fields, (error) =>
      error.code === 'taken' ? t('nameTaken') : errorText.field(error),
    ),
  }
  const isCommentForm = refused?.values.text !== undefined || refused?.values.remove !== undefined
  const isTaskForm = refused?.values.task !== undefined
  const when = formatSpan(page.span, sharedProps.format, sharedProps.today, event)
  const isOpen = !page.isCancelled && !page.isOver
  return (
    <GuestFrame
      locale={locale}
      app={app('name')}
      color={page.color}
      footer={
        <>
          {link.state === 'personal' && <p>{t('personal')}</p>}
          {link.state === 'personal' && link.unsubscribed && (
            <p>
              {t('unsubscribed')}{' '}
              <a href={`/unsubscribe/${guestToken(link.id, 'unsubscribe')}`}>{t('subscribe')}</a>
            </p>
          )}
          <LanguageForm {...sharedProps} occurrence={page.occurrence} current={languageOf(locale)} />
        </>
      }
    >
      <GuestHead {...sharedProps} />
      <GuestNotices
        {...sharedProps}
        event={event}
        done={asked.done === 'task' ? undefined : asked.done}
        isVisitor={link.state === 'public'}
        laterToken={page.continuedBy && guestToken(page.continuedBy, 'page')}
      />
      <GuestWhen {...sharedProps} words={{ event, repeat }} />
      <GuestEvent {...sharedProps} event={event} userAgent={(await headers()).get('user-agent') ?? ''} />
      {isOpen && link.state === 'public' && <JoinForm {...sharedProps} refused={refusedForm} />}
      {isOpen && link.state === 'personal' && (
        <AnswerForm
          {...sharedProps}
          question={page.occurrence ? t('goingTo', { when }) : t('going')}
          idempotencyKey={randomUUID()}
          chosen={asked.answer}
          refused={isCommentForm || isTaskForm ? undefined : refusedForm}
        />
      )}
      <GuestDates {...sharedProps} event={event} />
      {isOpen && link.state === 'personal' && <CalendarLinks {...sharedProps} />}
      {isOpen && link.state === 'personal' && page.email && isMailEnabled() && (
        <ReminderForm {...sharedProps} current={link.remindMinutesBefore} />
      )}
      <GuestTasks
        {...sharedProps}
        tasks={page.tasks}
        occurrence={page.occurrence}
        canClaim={isOpen}
        isSaved={asked.done === 'task'}
        now={loadedAt}
        refused={isTaskForm ? refusedForm : undefined}
        words={words}
      />
      <GuestList {...sharedProps} />
      <GuestComments
        {...sharedProps}
        now={loadedAt}
        idempotencyKey={randomUUID()}
        refused={isCommentForm ? refusedForm : undefined}
      />
      <PageUpdates
        source={
          link.state === 'personal'
            ? {
                settings: realtimeSettings(),
                channel: guestChannel(link.id),
                authPath: `${sharedProps.formPath}/realtime`,
              }
            : null
        }
        loadedAt={loadedAt}
      />
    </GuestFrame>
  )
}

/** The page of a link that no longer gives access. Status 410 says that it never will again. */
async function Gone({ link }: { link: GuestLink }) {
  setPageStatus(ERRORS.GONE)
  const locale = await guestLocale(link.locale)
  const [t, app] = await Promise.all([
    getTranslations({ locale, namespace: 'guest' }),
    getTranslations({ locale, namespace: 'app' }),
  ])
  return (
    <GuestFrame locale={locale} app={app('name')}>
      <h1>{t('gone')}</h1>
      <p className="lead">{t('goneHint')}</p>
    </GuestFrame>
  )
}

/** The page of a link whose event was deleted. */
async function Deleted({ link }: { link: Extract<GuestLink, { state: 'deleted' }> }) {
  const locale = await guestLocale(link.locale)
  const [t, event, app] = await Promise.all([
    getTranslations({ locale, namespace: 'guest' }),
    getTranslations({ locale, namespace: 'event' }),
    getTranslations({ locale, namespace: 'app' }),
  ])
  const { format, today } = guestFormat(locale, link.span)
  return (
    <GuestFrame locale={locale} app={app('name')}>
      <h1>{t('cancelled')}</h1>
      <p className="lead" dir="auto">
        {t('deletedHint', { title: link.title, when: formatSpan(link.span, format, today, event) })}
      </p>
    </GuestFrame>
  )
}

/** Whether the last part of an address is the slug of a gathering: a guest token is longer. */
function isGatheringSlug(text: string): boolean {
  return text.length <= MAX_SLUG_LENGTH
}

/** Reads the link and what its page shows: the event, or the occurrence that the query names. */
async function readPage({ params, searchParams }: Props) {
  const [{ token }, query] = [await params, await searchParams]
  const value = (name: string) => (typeof query[name] === 'string' ? query[name] : undefined)
  const asked = {
    ...{ occurrence: value('occurrence'), done: value('done'), refused: value('refused') },
    earlier: value('earlier'),
    answer: ANSWER_STATUSES.find((status) => status === query.answer),
  }
  // Taken before reading: a change made during the read must count as newer than the page.
  const loadedAt = Date.now()
  const [link, page] = [
    await readGuestLink(token),
    await readGuestPage(token, asked.occurrence, asked.earlier),
  ]
  return { token, link, page, asked, loadedAt }
}
