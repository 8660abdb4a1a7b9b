#include "tests/book/links.hpp"

#include <algorithm>
#include <map>
#include <regex>

namespace book {
namespace {

bool is_remote(const std::string& target) {
    return target.find("://") != target.npos || target.starts_with("mailto:") ||
           target.starts_with("//");
}

/// The anchors that a page sets itself, and those that code hosts make of headings.
bool has_anchor(const Page& page, const std::string& anchor) {
    const std::string set = "<a id=\"" + anchor + "\"></a>";
    if (std::any_of(page.lines.begin(), page.lines.end(),
                    [&](const std::string& line) { return line.find(set) != line.npos; }))
        return true;
    return std::any_of(page.sections.begin(), page.sections.end(), [&](const Section& section) {
        std::string slug;
        for (const char c : section.title) {
            if (c == ' ' || c == '-') slug += '-';
            if (std::isalnum(static_cast<unsigned char>(c)) || c == '_')
                slug += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
        return slug == anchor;
    });
}

class LinkCheck {
public:
    explicit LinkCheck(const fs::path& root) : root_(root) {}

    Problems all() {
        for (const std::string folder : {"chapters", "docs"})
            for (const std::string& file : files_below(root_ / folder))
                if (file.ends_with(".md")) read(folder + "/" + file);
        if (fs::exists(root_ / "README.md")) read("README.md");
        for (const auto& [path, page] : pages_) check(page);
        return problems_;
    }

private:
    void read(const std::string& path) {
        pages_.emplace(path, read_page(path, read_file(root_ / path)));
    }

    void check(const Page& page) {
        for (const Link& link : links_of(page)) {
            if (link.is_picture)
                check_picture(page, link);
            else if (!is_remote(link.target))
                check_target(page, link);
        }
    }

    void report(const Page& page, const Link& link, const std::string& what) {
        problems_.emplace_back(page.path, link.line, "(" + link.target + "): " + what);
    }

    /// Where a link leads, from the repository's top.
    static std::string path_of(const Page& page, const std::string& target) {
        const fs::path folder = fs::path(page.path).parent_path();
        return target.empty() ? page.path : (folder / target).lexically_normal().generic_string();
    }

    void check_target(const Page& page, const Link& link) {
        const auto hash = link.target.find('#');
        std::string path = path_of(page, link.target.substr(0, hash));
        if (!fs::exists(root_ / path)) return report(page, link, "there is no " + path);
        if (hash == link.target.npos) return;
        if (fs::is_directory(root_ / path))
            path = (fs::path(path) / "README.md").lexically_normal().generic_string();
        const auto other = pages_.find(path);
        const std::string anchor = link.target.substr(hash + 1);
        if (other != pages_.end() && !has_anchor(other->second, anchor))
            report(page, link, path + " has no anchor " + anchor);
    }

    void check_picture(const Page& page, const Link& link) {
        if (is_remote(link.target)) return report(page, link, "a picture of another site");
        if (is_blank(link.text))
            report(page, link, "a picture without a text to be read instead of it: ![text](...)");
        const std::string path = path_of(page, link.target);
        if (!path.ends_with(".svg")) return report(page, link, "pictures are SVG files");
        if (!fs::exists(root_ / path)) return report(page, link, "there is no " + path);
        const std::string svg = read_file(root_ / path);
        if (svg.find("<svg") == svg.npos || svg.find("<title") == svg.npos)
            report(page, link, path + " has no <title>");
        const auto [first, is_new] = pictures_.emplace(fs::path(path).filename().string(), path);
        if (!is_new && first->second != path)
            report(page, link,
                   "a picture of this name is there already, " + first->second +
                       ", and the site would show one for both");
    }

    fs::path root_;
    std::map<std::string, Page> pages_;
    std::map<std::string, std::string> pictures_;
    Problems problems_;
};

}  // namespace

std::vector<Link> links_of(const Page& page) {
    static const std::regex link(
        "(!?)\\[((?:[^\\]\\[]|\\[[^\\]]*\\])*)\\]\\(\\s*<?([^)>\\s]+)>?[^)]*\\)");
    static const std::regex code("`[^`]*`");
    static const std::regex html_picture("<img[^>]*>");
    std::vector<Link> links;
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        if (page.is_code(i + 1)) continue;
        // A text may hold code, its target may not.
        const std::string line = std::regex_replace(page.lines[i], code, "code");
        for (auto at = std::sregex_iterator(line.begin(), line.end(), link);
             at != std::sregex_iterator(); ++at)
            links.push_back({i + 1, (*at)[1] == "!", (*at)[2], (*at)[3]});
        for (auto at = std::sregex_iterator(line.begin(), line.end(), html_picture);
             at != std::sregex_iterator(); ++at) {
            const auto attribute = [tag = at->str()](const std::string& name) {
                std::smatch match;
                return std::regex_search(tag, match, std::regex(name + "=\"([^\"]*)\""))
                           ? match[1].str()
                           : "";
            };
            links.push_back({i + 1, true, attribute("alt"), attribute("src")});
        }
    }
    return links;
}

Problems check_links(const fs::path& root) { return LinkCheck(root).all(); }

Problems check_neighbours(const std::vector<Chapter>& chapters, std::size_t index) {
    const Page page = page_of(chapters[index]);
    Problems problems = page.problems;
    const auto expect_link = [&](std::size_t neighbour) {
        const std::string folder = "../" + fs::path(chapters[neighbour].path).filename().string();
        for (const Link& link : links_of(page))
            if (link.target == folder + "/README.md" ||
                link.target.starts_with(folder + "/README.md#"))
                return;
        problems.emplace_back(page.path, 1, "no link to " + folder + "/README.md");
    };
    if (index > 0) expect_link(index - 1);
    if (index + 1 < chapters.size()) expect_link(index + 1);
    return problems;
}

}  // namespace book
