// Where a program's functions are, told by its symbol table: what `nm -Cl` prints.

const withoutTemplateNoise = (text) => text
    .replaceAll('std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >', 'std::string')
    .replaceAll('std::__cxx11::', 'std::');

// Takes out what stands in round brackets, however deep.
function withoutBrackets(text) {
    let depth = 0, kept = '';
    for (const character of text) {
        if (character === '(') ++depth;
        if (depth === 0) kept += character;
        if (character === ')') --depth;
    }
    return kept;
}

// What stands in the first pair of round brackets.
function firstBrackets(text) {
    const begin = text.indexOf('(');
    let depth = 0;
    for (let at = begin; at >= 0 && at < text.length; ++at) {
        if (text[at] === '(') ++depth;
        if (text[at] === ')' && --depth === 0) return text.slice(begin + 1, at);
    }
    return '';
}

// The line in which the block ends that begins in this line.
function endOfBlock(source, line) {
    let depth = 0, begun = false;
    for (let number = line; number <= source.length; ++number) {
        for (const character of source[number - 1]) {
            if (character === '{') ++depth, begun = true;
            if (character === '}') --depth;
            if (begun && depth === 0) return number;
        }
    }
    return line;
}

// @param nm      what nm printed of the program's object file
// @param source  the program's lines
// @param file    what the program's file is called
export function readSymbols(nm, source, file) {
    const functions = [];  // {name, parameters, first, last}
    for (const row of nm.split('\n')) {
        const found = row.match(/^[0-9a-f]* *[TtWw] (.*)\t(.*):(\d+)$/);
        if (!found || !found[2].endsWith(file) || !(found[1].includes('(') || found[1] === 'main')) continue;
        const text = withoutTemplateNoise(found[1]).replace(/^(.*) const$/, '$1');
        // "greet(…)::{lambda()#1}::operator()(…)" is what the trace calls "greet::{lambda#1}".
        const call = text.lastIndexOf('}::operator()(');
        const isLambda = call > text.lastIndexOf('{lambda(');
        const name = withoutBrackets(isLambda ? text.slice(0, call + 1) : text);
        const first = Number(found[3]);
        if (functions.some((known) => known.name === name && known.first === first)) continue;
        functions.push({name, isLambda, parameters: firstBrackets(text), first, last: endOfBlock(source, first)});
    }
    const named = (name) => functions.find((known) => known.name === name) ??
        functions.find((known) => known.name === `${name}::run`);  // an operation is run
    return {
        // `void (&)(std::string)` is greet if no other function of the program takes just that.
        functionOfType(type) {
            const found = type.match(/^void \([&*]\)(\(.*\))$/);
            if (!found) return undefined;
            const candidates = functions.filter((known) => !known.isLambda && !known.name.includes('::') &&
                known.name !== 'main' && `(${known.parameters})` === found[1]);
            return candidates.length === 1 ? candidates[0].name : undefined;
        },
        // The lines of what the trace calls by this name.
        linesOf(name) {
            return named(name) ?? named(this.functionOfType(name));
        },
        // The innermost function around a line.
        around(line) {
            return functions.filter((known) => known.first <= line && line <= known.last)
                .sort((a, b) => (a.last - a.first) - (b.last - b.first))[0];
        },
    };
}
