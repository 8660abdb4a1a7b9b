#include "tests/book/weave.hpp"

#include "tests/book/source.hpp"
#include "tests/book/type_along.hpp"
#include "tests/book/without_doxygen.hpp"

#include <algorithm>
#include <optional>

namespace book {
namespace {

bool is_inside(const std::string& name, const std::string& scope) {
    return name.starts_with(scope + "::");
}

/// The scope of a name, with its colons: `EventLoop::` of `EventLoop::stop`.
std::string scope_of(const std::string& name) {
    return name.substr(0, name.size() - last_part(name).size());
}

/// In which class the block of a step stands, as far as its caption tells: `EventLoop::`, or
/// nothing.
std::string scope_of(const Caption& caption) {
    const bool at_a_brace = caption.where.kind == Where::Kind::at_end ||
                            caption.where.kind == Where::Kind::at_beginning;
    if (caption.verb == Verb::add)
        return at_a_brace && !caption.where.name.empty() ? caption.where.name + "::"
                                                         : scope_of(caption.where.name);
    return scope_of(caption.name);
}

/// Whether a step may change an entity: what it names is that, or stands in it, or it in that.
bool touches(const Caption& caption, const std::string& name) {
    if (caption.verb != Verb::add)
        return caption.name == name || is_inside(caption.name, name) ||
               is_inside(name, caption.name);
    const bool goes_inside = caption.where.kind == Where::Kind::at_end ||
                             caption.where.kind == Where::Kind::at_beginning;
    return is_inside(caption.where.name, name) || (goes_inside && caption.where.name == name);
}

std::vector<std::string> indented(const std::vector<std::string>& lines, std::size_t from,
                                  std::size_t to) {
    std::vector<std::string> result;
    for (const std::string& line : lines) {
        const std::size_t dropped = std::min(from, indentation(line));
        result.push_back(is_blank(line) ? "" : std::string(to, ' ') + line.substr(dropped));
    }
    return result;
}

class BlockWeaver {
public:
    BlockWeaver(const Page& page, std::size_t step, const TypedFile& file)
        : page_(page),
          index_(step),
          step_(page.steps[step]),
          file_(file),
          theirs_(entities_of(file.text())) {}

    std::vector<std::string> woven() {
        std::vector<std::string> lines = step_.fence->lines;
        if (step_.caption.verb == Verb::new_file && !is_touched_later())
            return lines_of(without_doxygen(file_.text()));
        const std::vector<Entity> ours = entities_of(text_of(lines));
        std::vector<Replacement> replacements;
        for (std::size_t i = 0; i < ours.size(); ++i) {
            if (ours[i].kind == EntityKind::space) continue;  // its members follow
            auto text = text_for(ours[i], lines);
            if (!text) continue;
            replacements.push_back({ours[i].first_line, ours[i].end_line, std::move(*text)});
            while (i + 1 < ours.size() && ours[i + 1].depth > ours[i].depth) ++i;
        }
        for (auto next = replacements.rbegin(); next != replacements.rend(); ++next) {
            const auto first = lines.begin() + static_cast<std::ptrdiff_t>(next->begin);
            const auto at =
                lines.erase(first, lines.begin() + static_cast<std::ptrdiff_t>(next->end));
            lines.insert(at, next->lines.begin(), next->lines.end());
        }
        return lines;
    }

private:
    struct Replacement {
        std::size_t begin;
        std::size_t end;
        std::vector<std::string> lines;
    };

    template <class Touches>
    bool any_later(Touches touched) const {
        for (std::size_t i = index_ + 1; i < page_.steps.size(); ++i)
            if (is_typed(page_.steps[i]) && page_.steps[i].caption.path == step_.caption.path &&
                touched(page_.steps[i].caption))
                return true;
        return false;
    }
    bool is_touched_later() const {
        return any_later([](const Caption&) { return true; });
    }

    /// The same entity in the folder's file, if there is exactly one.
    const Entity* counterpart(const Entity& entity) const {
        for (const std::string& scope : {std::string(), scope_of(step_.caption)}) {
            std::vector<const Entity*> alike;
            for (const Entity& other : theirs_)
                if (other.name == scope + entity.name && other.definition == entity.definition)
                    alike.push_back(&other);
            if (alike.size() > 1)
                std::erase_if(alike, [&](const Entity* other) {
                    return other->written != scope + entity.written;
                });
            if (alike.size() == 1) return alike.front();
        }
        return nullptr;
    }

    std::optional<std::vector<std::string>> text_for(const Entity& entity,
                                                     const std::vector<std::string>& lines) const {
        const Entity* other = counterpart(entity);
        if (other == nullptr) return {};
        if (any_later([&](const Caption& caption) { return touches(caption, other->name); }))
            return {};
        if (shares_lines(entity, entities_of(text_of(lines))) || shares_lines(*other, theirs_))
            return {};
        const auto text =
            lines_of(without_doxygen(text_of(file_.texts(other->first_line, other->end_line))));
        if (text.empty()) return {};
        return indented(text, indentation(text.front()), indentation(lines[entity.first_line]));
    }

    static bool shares_lines(const Entity& entity, const std::vector<Entity>& all) {
        return std::any_of(all.begin(), all.end(), [&](const Entity& other) {
            return other.depth == entity.depth && other.written != entity.written &&
                   other.first_line < entity.end_line && entity.first_line < other.end_line;
        });
    }

    const Page& page_;
    std::size_t index_;
    const Step& step_;
    const TypedFile& file_;
    std::vector<Entity> theirs_;
};

bool shows_whole_things(const Step& step) {
    const Verb verb = step.caption.verb;
    return step.fence && (verb == Verb::new_file || verb == Verb::add || verb == Verb::rewrite);
}

}  // namespace

std::string weave(const Page& page, const TypedFiles& folder) {
    if (!page.problems.empty()) throw page.problems.front();
    std::vector<std::string> lines = page.lines;
    for (std::size_t i = page.steps.size();
         i-- > 0;) {  // from below, so that lines above keep their numbers
        const Step& step = page.steps[i];
        const auto file = folder.find(step.caption.path);
        if (!shows_whole_things(step) || file == folder.end()) continue;
        const std::vector<std::string> woven = BlockWeaver(page, i, file->second).woven();
        const auto first = lines.begin() + static_cast<std::ptrdiff_t>(step.fence->line - 1);
        const auto at =
            lines.erase(first, first + static_cast<std::ptrdiff_t>(step.fence->lines.size()));
        lines.insert(at, woven.begin(), woven.end());
    }
    return text_of(lines);
}

}  // namespace book
