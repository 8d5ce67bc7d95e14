-- Layout that Markdown cannot say: column widths by content, marked blanks, and places where long words may break.

local BLANK = "【待填："
local LONGEST_WORD = 36 -- Latin letters or digits in a row; an order number has 28 to 32
local LONGEST_PIECE = 100 -- characters; pandoc's time for typst grows with the square of a word, and Chinese has no blanks
local BREAK = 0x200B -- a line may end here
local NUMBER = 8 -- from this length a word is a number or a name that should not break
local NARROWEST, WIDEST = 6, 40 -- of a column, in halves of a Chinese character
local PADDING = 2
local DIGIT = FORMAT == "docx" and 1.02 or 1.13 -- width of a digit in halves of a character: Times, Noto Sans
local MANY = 5 -- tables with more columns are set smaller
local PAGE, PAGE_SMALL = 96, 108 -- halves of a character in a line of a table, in the two sizes

local function display_width(text)
  local width = 0
  for _, code in utf8.codes(text, true) do
    width = width + (code >= 0x1100 and 2 or 1)
  end
  return width
end

local function longest_word(text)
  local longest = 0
  for word in text:gmatch("[%w%p]+") do
    longest = math.max(longest, #word)
  end
  return math.min(longest, LONGEST_WORD)
end

local function styled(name)
  return function(block)
    return pandoc.Div({ pandoc.Para(block.content) }, pandoc.Attr("", {}, { ["custom-style"] = name }))
  end
end

-- In halves of a Chinese character: how wide a cell would like to be, about three lines for long texts.
local function wanted(text)
  local width = display_width(text)
  return math.min(width, WIDEST, math.max(14, width / 3))
end

local function measure(el)
  local columns = {}
  local function rows_of(rows)
    for _, row in ipairs(rows) do
      for index, cell in ipairs(row.cells) do
        local text = pandoc.utils.stringify(cell.contents)
        local column = columns[index] or { wish = NARROWEST, word = 0, full = 0 }
        column.full = math.max(column.full, display_width(text))
        column.wish = math.max(column.wish, wanted(text))
        column.word = math.max(column.word, longest_word(text))
        columns[index] = column
      end
    end
  end
  rows_of(el.head.rows)
  for _, body in ipairs(el.bodies) do
    rows_of(body.body)
  end
  return columns
end

-- Short columns and columns with long numbers get what they need for one line; the others share what is left.
local function widths_of(columns)
  if #columns == 2 then
    return { 0.28, 0.72 }
  end
  local page = #columns > MANY and PAGE_SMALL or PAGE
  local left, wishes, sharing, widths = page, 0, 0, {}
  for index, column in ipairs(columns) do
    local fixed = column.full <= NUMBER and column.full or (column.word >= NUMBER and column.word)
    if fixed then
      widths[index] = fixed * DIGIT + PADDING
      left = left - widths[index]
    else
      wishes = wishes + column.wish + PADDING
      sharing = sharing + 1
    end
  end
  if left < sharing * NARROWEST then -- no room for all of them: each gives
    widths, left, wishes = {}, page, 0
    for _, column in ipairs(columns) do
      wishes = wishes + column.wish + PADDING
    end
  end
  for index, column in ipairs(columns) do
    widths[index] = (widths[index] or left * (column.wish + PADDING) / wishes) / page
  end
  return widths
end

function Table(el)
  local columns = measure(el)
  for index, width in ipairs(widths_of(columns)) do
    el.colspecs[index] = { el.colspecs[index][1], width }
  end
  if FORMAT == "docx" then
    local style = styled(#columns > MANY and "Small Table" or "Table Text")
    return el:walk({ Plain = style })
  end
  return el
end

local function is_chinese(code)
  return code >= 0x4E00 and code <= 0x9FFF
end

-- A long word as several, cut only behind a break or between Chinese characters: no mark loses its neighbour.
local function in_pieces(text)
  local pieces, from, size, before = {}, 1, 0, 0
  for place, code in utf8.codes(text, true) do
    if size >= LONGEST_PIECE and (before == BREAK or (is_chinese(before) and is_chinese(code))) then
      table.insert(pieces, pandoc.Str(text:sub(from, place - 1)))
      from, size = place, 0
    end
    size, before = size + 1, code
  end
  table.insert(pieces, pandoc.Str(text:sub(from)))
  return pieces
end

function Str(el)
  if FORMAT == "docx" and el.text:find(BLANK, 1, true) then
    return pandoc.Span({ el }, pandoc.Attr("", {}, { ["custom-style"] = "Blank" }))
  end
  if FORMAT == "typst" and #el.text > LONGEST_WORD then
    local text = el.text:gsub("[!-~]+", function(word)
      if #word <= LONGEST_WORD then
        return word
      end
      return (word:gsub(".", "%0" .. utf8.char(BREAK)))
    end)
    return in_pieces(text)
  end
end
