import type { AttachmentLimits } from '@/lib/schemas/attachments'

/** Query of the limits of attachments, and of how much of the quota the user has used. */
export const limitsQueryOptions = {
  queryKey: ['attachment-limits'],
  staleTime: 60_000,
  queryFn: async (): Promise<AttachmentLimits> => {
    const response = await fetch('/api/attachments')
    if (!response.ok) throw new Error(String(response.status))
    return response.json()
  },
}
