import { enumeration, keyword, proposed, published } from './row.ts'

export const responseControlsRows = [
  enumeration('responseControls.preventativeControl', '2024-09', published(118), 'control that was applied'),
  keyword('responseControls.reason', '2025-08', proposed(8), 'why the control was applied', { repeats: true }),
  keyword('responseControls.userJustification.reason', '2024-09', published(119), 'reason the user picked', {
    repeats: true,
  }),
  keyword('responseControls.userJustification.text', '2024-09', published(120), "reason in the user's own words", {
    privacy: 'content',
  }),
] as const
