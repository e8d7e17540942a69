/** A cell that a spreadsheet would take for a formula is made text (spec/trust.md, "Security: exports neutralise formulas"). */
export function neutralised(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
