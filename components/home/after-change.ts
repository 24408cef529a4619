import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { refusalText } from '@/components/forms/refusal-text'
import type { Queued } from '@/components/offline/queued'
import { toast } from '@/components/ui/toast'
import { undo } from '@/lib/actions/events'

type CommandResponse =
  | ({ ok: true; changeset: string | null } & Queued)
  | { ok: false; error: { code: string } }

/**
 * Returns a function that runs a command whose effect the home page already shows. On success it refreshes the page and
 * shows a toast with Undo; on failure it calls `revert` and shows the reason.
 */
export function useHomeChange() {
  const event = useTranslations('event')
  const change = useTranslations('change')
  const router = useRouter()
  return async (run: () => Promise<CommandResponse>, text: string, revert: () => void) => {
    const response = await run().catch(() => null)
    if (!response?.ok) {
      revert()
      return toast({ text: await refusalText(response, event(response ? 'notSaved' : 'offline')) })
    }
    // A queued change has shown its own toast, and the page cannot be refreshed offline.
    if (response.isQueued) return
    router.refresh()
    const undoChange = async (changeset: string) => {
      const undone = await undo({ changeset }, `undo-${changeset}`).catch(() => null)
      if (!undone?.ok) return toast({ text: await refusalText(undone, change('undoFailed')) })
      revert()
      router.refresh()
    }
    const { changeset } = response
    toast({
      text,
      ...(changeset && { action: { label: change('undo'), run: () => undoChange(changeset) } }),
    })
  }
}
