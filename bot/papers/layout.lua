-- Layout that Markdown cannot say: column widths by content, marked blanks, places where long words may break, room to
-- write by hand, the body addressed at the margin, and the signature that is never alone on a page.

local BLANK = "【待填："
local BY_HAND = "【请线下填写】"
local RULE = "＿＿＿＿＿＿＿＿＿＿＿＿"
local LONGEST_WORD = 36 -- Latin letters or digits in a row
local LONG_NUMBER = 18 -- from this length, as order numbers of 28 to 32 are, a number may stand on two lines of a narrow table
local LONGEST_PIECE = 100 -- characters; pandoc's time for typst grows with the square of a word, and Chinese has no blanks
local BREAK = 0x200B -- a line may end here
local NUMBER = 8 -- from this length a word is a number or a name that should not break
local NARROWEST, WIDEST = 6, 40 -- of a column, in halves of a Chinese character
local PADDING = 2
local DATE = "%d年%d+月%d+日%d+时" -- a moment stands on two lines, the day on the first
local DATE_WIDTH = 16
local DIGIT = FORMAT == "docx" and 1.02 or 1.13 -- width of a digit in halves of a character: Times, Noto Sans
local SHORT_TABLE, MOST_ROWS = 600, 9 -- halves of a character, rows: such a table is less than half a page
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
        column.date = column.date or text:find(DATE) ~= nil
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
local function widths_of(columns, has_head)
  if #columns == 2 and not has_head then
    return { 0.28, 0.72 }
  end
  local page = #columns > MANY and PAGE_SMALL or PAGE
  local left, wishes, sharing, widths = page, 0, 0, {}
  for index, column in ipairs(columns) do
    local word = column.word
    if word > LONG_NUMBER and #columns > MANY then
      word = math.ceil(word / 2) + 1
    end
    local date = column.date and (#columns > MANY and DATE_WIDTH or #columns == 2 and column.full + 8) -- with the gaps around figures
    local one_word = column.word >= NUMBER and column.full <= column.word * 2
    local fixed = date or column.full <= NUMBER and column.full or (one_word and word)
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

-- 【请线下填写】 in small grey type, so that one can write over it; for typst its style sheet says so.
local function by_hand()
  local mark = pandoc.Str(BY_HAND)
  return FORMAT == "docx" and pandoc.Span({ mark }, pandoc.Attr("", {}, { ["custom-style"] = "By Hand" })) or mark
end

-- For PDF, where bot/papers/form.py makes a field: what it is called, in hex, since an address holds no Chinese.
local function in_hex(label)
  return (label:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
end

local function room(label)
  return FORMAT == "typst" and pandoc.RawInline("typst", '#fill("' .. in_hex(label) .. '")') or pandoc.Str(utf8.char(0xA0))
end

local function with_room(cell, row, in_form)
  local text = pandoc.utils.stringify(cell.contents)
  local label = pandoc.utils.stringify(row.cells[1].contents)
  if text == BY_HAND then
    cell.contents = { pandoc.Plain({ by_hand(), pandoc.LineBreak(), room(label) }) }
  elseif in_form and text:find("^" .. BLANK) and text:find("】$") then
    cell.contents[1].content:extend({ pandoc.LineBreak(), room(label) })
  end
end

-- Two lines, and no hidden character between them that whoever copies the number would take along.
local function on_two_lines(el)
  local before, number, after = el.text:match("^(.-)(%d+)([^%d]*)$")
  if number and #number > LONG_NUMBER and #number <= LONGEST_WORD then
    local half = math.ceil(#number / 2)
    local first = before == "" and {} or { pandoc.Str(before), pandoc.LineBreak() }
    table.insert(first, pandoc.Str(number:sub(1, half)))
    table.insert(first, pandoc.LineBreak())
    table.insert(first, pandoc.Str(number:sub(half + 1) .. after))
    return first
  end
end

-- A form of two columns needs no line that calls them 「项目」 and 「内容」.
local function without_empty_head(el)
  local head = el.head.rows[1]
  if head and #head.cells == 2 and pandoc.utils.stringify(head.cells[1].contents) == "项目"
    and pandoc.utils.stringify(head.cells[2].contents) == "内容" then
    el.head.rows = {}
  end
end

-- A short table stays on one page; one that may be longer than a page must not, and a form to be filled in by hand need
-- not: it would leave half a page empty before it.
local MOST_TALL = 5 -- rows of a form that stay together
local function fits_a_page(el)
  if #el.head.rows == 0 and #el.bodies[1].body > MOST_TALL then
    return false
  end
  return display_width(pandoc.utils.stringify(el)) < SHORT_TABLE and #el.bodies[1].body <= MOST_ROWS
end

-- The names of columns in the type of headings, for typst; Word has it in the style of tables.
local function bold_head(el)
  for _, row in ipairs(el.head.rows) do
    for _, cell in ipairs(row.cells) do
      cell.contents = cell.contents:walk({ Plain = function(block) return pandoc.Plain({ pandoc.Strong(block.content) }) end })
    end
  end
end

function Table(el)
  without_empty_head(el)
  for _, body in ipairs(el.bodies) do
    for _, row in ipairs(body.body) do
      for _, cell in ipairs(row.cells) do
        with_room(cell, row, #el.colspecs == 2 and #el.head.rows == 0)
      end
    end
  end
  local columns = measure(el)
  for index, width in ipairs(widths_of(columns, #el.head.rows > 0)) do
    el.colspecs[index] = { el.colspecs[index][1], width }
  end
  if FORMAT == "docx" then
    local style = styled(#columns > MANY and "Small Table" or "Table Text")
    return el:walk({ Plain = style })
  end
  bold_head(el)
  if #columns > MANY then
    el = el:walk({ Str = on_two_lines })
  end
  if fits_a_page(el) then
    return { pandoc.RawBlock("typst", "#block(breakable: false, sticky: true, width: 100%)["), el, pandoc.RawBlock("typst", "]") }
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

-- The hidden part of a name, 「（*明）」, stays in one piece: a star may else end a line. For typst its style sheet says so.
local JOINER = utf8.char(0x2060)
local STARS = { [0x2A] = true, [0xFF0A] = true }
local OPEN, CLOSE = { [0x28] = true, [0xFF08] = true }, { [0x29] = true, [0xFF09] = true }
local MOST_BEHIND = 2 -- characters of a name behind its stars

local function masks_joined(text)
  local codes, joined = {}, {}
  for _, code in utf8.codes(text, true) do
    table.insert(codes, code)
  end
  local function join(from, to)
    for place = from, to - 1 do
      joined[place] = true
    end
  end
  for place, code in ipairs(codes) do
    if STARS[code] and not STARS[codes[place - 1] or 0] then
      local last = place
      while STARS[codes[last + 1] or 0] do
        last = last + 1
      end
      local stop = last
      while stop < last + MOST_BEHIND and is_chinese(codes[stop + 1] or 0) do
        stop = stop + 1
      end
      if stop > last then
        local start = is_chinese(codes[place - 1] or 0) and place - 1 or place
        join(OPEN[codes[start - 1] or 0] and start - 1 or start, CLOSE[codes[stop + 1] or 0] and stop + 1 or stop)
      end
    end
  end
  local parts = {}
  for place, code in ipairs(codes) do
    table.insert(parts, utf8.char(code) .. (joined[place] and JOINER or ""))
  end
  return table.concat(parts)
end

function Str(el)
  if FORMAT == "docx" and el.text:find("[*＊]") then
    el.text = masks_joined(el.text)
  end
  if el.text:find("：" .. BY_HAND .. "$") then -- in a line of text: a rule to write on
    if FORMAT ~= "typst" then
      return pandoc.Str(el.text .. RULE)
    end
    local label = el.text:match("^(.*)：" .. BY_HAND .. "$")
    return { el, pandoc.RawInline("typst", '#link("fill:' .. in_hex(label) .. '")[' .. RULE .. "]") }
  end
  if FORMAT == "docx" and el.text:find(BLANK, 1, true) then
    return pandoc.Span({ el }, pandoc.Attr("", {}, { ["custom-style"] = "Blank" }))
  end
  if FORMAT == "docx" then
    return el
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

local function says(block, pattern)
  return block ~= nil and block.t == "Para" and pandoc.utils.stringify(block):find(pattern) ~= nil
end

local function set_as(block, name)
  if FORMAT == "docx" then
    return pandoc.Div({ block }, pandoc.Attr("", {}, { ["custom-style"] = name }))
  end
  return block
end

local SALUTATION = "^[^：，。]+：$"

-- Whom a paper is for stands at the margin: 「致：」, what follows 「此致」, and the first line of a letter.
local function at_the_margin(blocks)
  local after
  for index, block in ipairs(blocks) do
    local greeting = index == 2 and says(block, SALUTATION)
    if says(block, "^致：") or greeting or (after and block.t == "Para") then
      if FORMAT == "typst" then
        table.insert(block.content, 1, pandoc.RawInline("typst", "#h(-2em)"))
      end
      blocks[index] = set_as(block, "Addressee")
    end
    after = says(block, "^此致$")
  end
end

-- A line of bold type alone is a small heading; that, and what leads to a table, stays with what follows.
local function keep_with_next(blocks)
  local kept = {}
  for index, block in ipairs(blocks) do
    local small_heading = block.t == "Para" and #block.content == 1 and block.content[1].t == "Strong"
    local to_table = says(block, "：$") and blocks[index + 1] and not says(blocks[index + 1], ".")
    if small_heading or to_table then
      if FORMAT == "typst" then
        table.insert(kept, pandoc.RawBlock("typst", "#block(sticky: true)["))
        table.insert(kept, block)
        table.insert(kept, pandoc.RawBlock("typst", "]"))
      else
        table.insert(kept, set_as(block, "Kept"))
      end
    else
      table.insert(kept, block)
    end
  end
  return kept
end

-- The signature, the date and what follows, from the paragraphs before them or before 此致 on: no page end divides them.
local MOST_KEPT, PARAGRAPHS_KEPT = 5, 2
local function keep_signature(blocks)
  local first
  for index, block in ipairs(blocks) do
    if says(block, "（签名）：") then
      first = index
    end
  end
  if not first then
    return blocks
  end
  local closing = first
  for index = math.max(1, first - MOST_KEPT), first - 1 do
    if says(blocks[index], "^此致$") then
      closing = index
      break
    end
  end
  local from = closing -- with what the paper says last: a page of a signature alone proves nothing
  while from > closing - PARAGRAPHS_KEPT and blocks[from - 1] and blocks[from - 1].t == "Para" do
    from = from - 1
  end
  local kept, piece = {}, {}
  for index, block in ipairs(blocks) do
    local signed = block.t == "Para" and index >= first
    if index < from then
      table.insert(kept, block)
    elseif FORMAT == "typst" and signed then
      table.insert(piece, pandoc.RawBlock("typst", (index == first and "#v(0.6em)" or "") .. "#align(right)["))
      table.insert(piece, block)
      table.insert(piece, pandoc.RawBlock("typst", "]"))
    elseif FORMAT == "docx" and block.t == "Para" then
      table.insert(piece, set_as(block, signed and "Signature" or "Kept"))
    else
      table.insert(piece, block)
    end
  end
  if FORMAT == "typst" then
    table.insert(piece, 1, pandoc.RawBlock("typst", "#block(breakable: false, width: 100%)["))
    table.insert(piece, pandoc.RawBlock("typst", "]"))
  end
  for _, block in ipairs(piece) do
    table.insert(kept, block)
  end
  return kept
end

-- A rule parts the papers of a bundle: each begins on a page of its own and has its own signature.
local NEXT_PAGE = {
  typst = "#pagebreak()",
  openxml = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
}

function Pandoc(doc)
  local format = FORMAT == "docx" and "openxml" or FORMAT
  local papers = { {} }
  for _, block in ipairs(doc.blocks) do
    if block.t == "HorizontalRule" then
      table.insert(papers, {})
    else
      table.insert(papers[#papers], block)
    end
  end
  local all = pandoc.Blocks({})
  for index, blocks in ipairs(papers) do
    if index > 1 then
      all:insert(pandoc.RawBlock(format, NEXT_PAGE[format]))
    end
    at_the_margin(blocks)
    all:extend(keep_with_next(keep_signature(blocks)))
  end
  doc.blocks = all
  return doc
end
