import Table from 'cli-table3'

const noLines = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
}

/** A table without frames: one line a row, whatever the width of the terminal. */
export function plainTable(rows: readonly (readonly string[])[]): string {
  const table = new Table({
    chars: noLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  table.push(...rows.map((row) => row.map((cell) => cell.replace(/\s*\n\s*/g, ' '))))
  const lines = table.toString().split('\n')
  return lines.map((line) => line.trimEnd()).join('\n')
}
