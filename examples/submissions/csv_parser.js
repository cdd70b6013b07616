/**
 * Parses CSV text as RFC 4180 describes it: quoted fields may hold commas, line breaks and doubled quotes.
 *
 * One pass over the text, no regular expressions, so that the time is linear in its length.
 */

/** Tells the caller where the text stops being CSV. */
export class CsvError extends Error {
  /**
   * @param {string} message What is wrong.
   * @param {number} line Line of the text, counted from 1.
   */
  constructor(message, line) {
    super(`line ${line}: ${message}`);
    this.name = "CsvError";
    this.line = line;
  }
}

/**
 * Splits CSV text into rows of fields.
 *
 * @param {string} text The text. Lines may end in `\n` or `\r\n`.
 * @param {string} [delimiter] The character between fields.
 * @returns {string[][]} The rows. A final line break opens no further row.
 * @throws {CsvError} If a quoted field is not closed, or text follows its closing quote.
 */
export function parseRows(text, delimiter = ",") {
  const rows = [];
  let row = [];
  let line = 1;
  let index = 0;

  while (index < text.length) {
    const field = text[index] === '"' ? readQuoted(text, index, line) : readPlain(text, index, delimiter);
    row.push(field.value);
    line += field.lineBreaks;
    index = field.end;

    if (text[index] === delimiter) {
      index += 1;
      // A delimiter at the very end is followed by one more, empty field.
      if (index === text.length) {
        row.push("");
      }
      continue;
    }
    const breakLength = lineBreakLength(text, index);
    if (index < text.length && breakLength === 0) {
      throw new CsvError(`expected a delimiter after a quoted field, got "${text[index]}"`, line);
    }
    rows.push(row);
    row = [];
    line += 1;
    index += breakLength;
  }

  if (row.length > 0) {
    rows.push(row);
  }
  return rows;
}

/**
 * Parses CSV text whose first row names the columns.
 *
 * @param {string} text The text.
 * @param {string} [delimiter] The character between fields.
 * @returns {Record<string, string>[]} One object per row after the first.
 * @throws {CsvError} If the text is no CSV, or a row has another number of fields than the header.
 */
export function parseRecords(text, delimiter = ",") {
  const [header, ...rows] = parseRows(text, delimiter);
  if (header === undefined) {
    return [];
  }
  return rows.map((row, index) => {
    if (row.length !== header.length) {
      throw new CsvError(`expected ${header.length} fields, got ${row.length}`, index + 2);
    }
    return Object.fromEntries(header.map((name, column) => [name, row[column]]));
  });
}

function readPlain(text, start, delimiter) {
  let end = start;
  while (end < text.length && text[end] !== delimiter && lineBreakLength(text, end) === 0) {
    end += 1;
  }
  return { value: text.slice(start, end), end, lineBreaks: 0 };
}

function readQuoted(text, start, line) {
  let value = "";
  let lineBreaks = 0;
  let index = start + 1;

  while (index < text.length) {
    if (text[index] !== '"') {
      lineBreaks += text[index] === "\n" ? 1 : 0;
      value += text[index];
      index += 1;
    } else if (text[index + 1] === '"') {
      value += '"';
      index += 2;
    } else {
      return { value, end: index + 1, lineBreaks };
    }
  }
  throw new CsvError("a quoted field is not closed", line);
}

function lineBreakLength(text, index) {
  if (text[index] === "\n") {
    return 1;
  }
  return text[index] === "\r" && text[index + 1] === "\n" ? 2 : 0;
}
