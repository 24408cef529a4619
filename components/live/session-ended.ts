import { createTranslator } from 'next-intl'
import { toast } from '@/components/ui/toast'
import { languageOf } from '@/lib/schemas/languages'
import { loadMessages } from '@/messages/load'

/** Says that the session has ended. Signing in opens another tab: this page keeps what was entered. */
export async function showSessionEnded(): Promise<void> {
  const locale = languageOf(document.documentElement.lang)
  const messages = await loadMessages(['offline'])
  const t = createTranslator({ locale, messages, namespace: 'offline' })
  const signIn = () => {
    open('/sign-in?to=/calendar', '_blank', 'noopener')
  }
  toast({ text: t('sessionEnded'), action: { label: t('signIn'), run: signIn } })
}
