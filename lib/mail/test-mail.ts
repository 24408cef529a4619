import type { MailTexts } from './mail-texts'
import { addressOf, mailOrigin, type RenderedMail, renderMessage } from './templates'

/** Renders the mail by which users test whether mails reach them. */
export function renderTestMail({ language, t }: MailTexts): RenderedMail {
  return renderMessage({
    language,
    subject: t('user.testSubject'),
    lead: t('user.testLead'),
    link: { address: addressOf('/settings/notifications'), text: t('user.testButton') },
    hint: t('linkHint'),
    end: t('user.testEnd'),
    signature: t('signature', { address: new URL(mailOrigin()).host }),
  })
}
