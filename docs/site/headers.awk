# Doxygen's input filter for headers. No line is added.
#
# What the compiler calls, and not the user, has no words of its own and stays out of the reference: the functions that an
# awaitable and a promise are asked for, the counting of holders, memory, copies that are as one expects or not to be had.
# Each such line without a comment gets one that hides it. What is protected is for the library's own heirs: hidden too.

function is_protocol(line) {
    return line ~ /(await_ready|await_suspend|await_resume|await_transform)\(/ ||
           line ~ /(get_return_object|initial_suspend|final_suspend|unhandled_exception|return_value|return_void)\(/ ||
           line ~ /operator (new|delete)\(/ ||
           line ~ /void (retain|release)\(\)/ ||
           line ~ /using promise_type =/ ||
           line ~ /\((const )?[A-Za-z]+&&?\)( const)?( noexcept)? = (default|delete);/
}

function hidden(line) {
    match(line, /^ */)
    return substr(line, 1, RLENGTH) "/** @private */ " substr(line, RLENGTH + 1)
}

{ sub(/^ *protected:/, "private:") }

# The chapter that is named in a comment becomes a link, if its page is there.
/\/\/\/.*[Bb]uilt in chapter [0-9]/ {
    match($0, /chapter [0-9]+/)
    page = sprintf("chapter-%02d", substr($0, RSTART + 8, RLENGTH - 8))
    if ((getline unused < ("build/docs/pages/" page ".md")) > 0)
        $0 = substr($0, 1, RSTART - 1) "<a href=\"" page ".html\">" substr($0, RSTART, RLENGTH) "</a>" substr($0, RSTART + RLENGTH)
}

# A template's head stands on the line before.
NR > 1 {
    hide = !documented && previous !~ /^ *\/\// && (is_protocol(previous) || previous ~ /^ *template <.*>$/ && is_protocol($0))
    print hide ? hidden(previous) : previous
    documented = previous ~ /^ *\/\/\// || previous ~ /^ *template <.*>$/ && (documented || hide)
}
{ previous = $0 }
END { print previous }
